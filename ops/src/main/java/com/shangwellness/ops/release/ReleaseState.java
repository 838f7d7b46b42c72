package com.shangwellness.ops.release;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A release at one moment. Its fields are also what {@code --json} prints. Times are the region's,
 * as in {@code 2026-01-31T14:05:30Z}; what is not known is the empty text.
 *
 * @param id CodeDeploy's id of the deployment
 * @param status as CodeDeploy words it
 * @param kind {@code release} or {@code rollback}
 * @param version what it brings
 * @param replaces what served until then
 * @param by who asked for it
 * @param time when this was seen
 * @param began when it was created
 * @param ended when it came to its end
 * @param seconds how long it has taken, or took
 * @param pace how much faster the region's time goes for its sake
 * @param steps the lifecycle
 * @param sides blue, which serves, and green, which is new
 * @param waits what it waits for just now; at most one
 * @param alarms those that it watches, as they stand; none once it is over
 * @param error why it failed or was stopped
 * @param rollback the rollback that it led to
 * @param rollbackOf the deployment that it takes back
 */
public record ReleaseState(
    String id,
    String status,
    String kind,
    String version,
    String replaces,
    String by,
    String time,
    String began,
    String ended,
    long seconds,
    double pace,
    List<Step> steps,
    List<Side> sides,
    List<Wait> waits,
    List<Alarm> alarms,
    Cause error,
    Rollback rollback,
    String rollbackOf) {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed", "Stopped");

  /** Keeps its own copies. */
  public ReleaseState {
    steps = List.copyOf(steps);
    sides = List.copyOf(sides);
    waits = List.copyOf(waits);
    alarms = List.copyOf(alarms);
  }

  /**
   * An event of the lifecycle.
   *
   * @param reason why it failed
   */
  public record Step(String name, String status, String began, String ended, String reason) {
    /** Whether it is under way. */
    public boolean isNow() {
      return status.equals("InProgress");
    }
  }

  /**
   * One colour.
   *
   * @param colour {@code blue} or {@code green}, by its part in this release
   * @param targetGroup the name of the target group that it stands behind
   * @param healthy how many tasks the load balancer finds healthy; of a release that is over, how
   *     many ran at its end
   * @param weight the share of production's requests that the listener sends it, or did at the
   *     release's end, in percent
   * @param measured what CloudWatch has measured in the last whole minute, or in the last of the
   *     release, by the names of {@link Measured}; what was not measured is not there
   * @param requests requests a minute in the last minutes, the oldest first
   */
  public record Side(
      String colour,
      String targetGroup,
      String version,
      int desired,
      int running,
      int healthy,
      int weight,
      Map<String, Double> measured,
      List<Double> requests) {
    /** Keeps its own copies. */
    public Side {
      measured = new TreeMap<>(measured);
      requests = List.copyOf(requests);
    }
  }

  /**
   * A wait.
   *
   * @param what for what, to be followed by how long
   * @param until when it ends
   * @param seconds how long it is in all
   * @param left how long it still is
   */
  public record Wait(String what, String until, long seconds, long left) {}

  /** An alarm that can end the release. */
  public record Alarm(String name, String state, String reason) {
    /** Whether it rings. */
    public boolean rings() {
      return state.equals("ALARM");
    }
  }

  /** Why: CodeDeploy's code and message. */
  public record Cause(String code, String message) {
    /** Nothing went wrong. */
    public static final Cause NONE = new Cause("", "");
  }

  /** The deployment that takes this one back, and its status. */
  public record Rollback(String id, String status) {
    /** It was not taken back. */
    public static final Rollback NONE = new Rollback("", "");

    boolean isGood() {
      return status.equals("Succeeded");
    }

    boolean isUnderWay() {
      return !id.isEmpty() && !ENDED.contains(status);
    }
  }

  /** Whether nothing more happens, its rollback included. */
  @JsonIgnore
  public boolean isOver() {
    return ENDED.contains(status) && !rollback.isUnderWay();
  }

  /** Whether it came to a good end. */
  @JsonIgnore
  public boolean isGood() {
    return status.equals("Succeeded");
  }

  /** Whether all traffic went back to what had served before. */
  @JsonIgnore
  public boolean isTakenBack() {
    return rollback.isGood();
  }

  /** One colour. */
  public Side side(String colour) {
    return sides.stream().filter(s -> s.colour().equals(colour)).findFirst().orElseThrow();
  }

  /** What happened and why, in one sentence. */
  public String getSentence() {
    return Story.of(this);
  }
}
