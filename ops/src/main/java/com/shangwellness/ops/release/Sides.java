package com.shangwellness.ops.release;

import com.shangwellness.ops.release.ReleaseState.Side;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.ECSTarget;
import software.amazon.awssdk.services.codedeploy.model.ECSTaskSet;
import software.amazon.awssdk.services.codedeploy.model.TargetLabel;

/**
 * The two colours of one deployment. Blue is what serves when it begins, green what it brings.
 *
 * <p>Under way, their weights and health are those of the load balancer. Once it is over they are
 * what CodeDeploy has noted of its target (CodeDeploy API, ECSTaskSet): what the load balancer does
 * later is another release's.
 */
final class Sides {
  private static final int ALL = 100;

  private final ReleaseClients aws;
  private final DeploymentInfo info;
  private final ReleaseNote note;
  private final Optional<ECSTarget> target;
  private final Map<String, Traffic.Sight> traffic;
  private final Map<String, Integer> weights;
  private final Stage stage;

  /** How far it has come. */
  enum Stage {
    /** It, or its rollback, is under way. */
    UNDER_WAY,
    /** It is over. */
    OVER,
    /** It is over, and all traffic is back on blue. */
    TAKEN_BACK
  }

  Sides(
      ReleaseClients aws,
      DeploymentInfo info,
      ReleaseNote note,
      Optional<ECSTarget> target,
      Map<String, Traffic.Sight> traffic,
      Stage stage) {
    this.aws = aws;
    this.info = info;
    this.note = note;
    this.target = target;
    this.traffic = traffic;
    this.weights = aws.groups().weights();
    this.stage = stage;
  }

  /** Blue, and then green. */
  List<Side> read() {
    var blue = taskSet(TargetLabel.BLUE);
    var green = taskSet(TargetLabel.GREEN);
    var behindBlue =
        group(blue).or(() -> group(green).map(aws.groups()::other)).orElseGet(this::serving);
    var behindGreen = group(green).orElseGet(() -> aws.groups().other(behindBlue));
    // A rollback ends with the removal of green, of which the deployment itself notes nothing.
    var left = stage == Stage.TAKEN_BACK ? Optional.<ECSTaskSet>empty() : green;
    int share = left.map(set -> percent(set.trafficWeight())).orElse(0);
    return List.of(
        side("blue", behindBlue, blue, ALL - share, replaced(blue)),
        side("green", behindGreen, left, share, brought()));
  }

  private Optional<ECSTaskSet> taskSet(TargetLabel label) {
    return target.map(ECSTarget::taskSetsInfo).orElse(List.of()).stream()
        .filter(set -> set.taskSetLabel() == label)
        .findFirst();
  }

  private static Optional<String> group(Optional<ECSTaskSet> set) {
    return set.map(ECSTaskSet::targetGroup).map(group -> group.name());
  }

  /** Before there are task sets: the one that has production's requests. */
  private String serving() {
    return weights.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("");
  }

  private Side side(
      String colour, String group, Optional<ECSTaskSet> set, int noted, String version) {
    boolean underWay = stage == Stage.UNDER_WAY;
    int running = set.map(s -> number(s.runningCount())).orElse(0);
    var seen = traffic.getOrDefault(group, new Traffic.Sight(Map.of(), List.of()));
    return new Side(
        colour,
        group,
        version,
        set.map(s -> number(s.desiredCount())).orElse(0),
        running,
        underWay ? aws.groups().healthy(group) : running,
        underWay ? weights.getOrDefault(group, 0) : noted,
        seen.measured(),
        seen.requests());
  }

  private String replaced(Optional<ECSTaskSet> blue) {
    if (!note.replaces().equals(ReleaseNote.UNKNOWN)) {
      return note.replaces();
    }
    return blue.flatMap(set -> aws.taskDefinitionOf(set.identifer()))
        .flatMap(aws.versions()::of)
        .orElse(ReleaseNote.UNKNOWN);
  }

  private String brought() {
    if (!note.version().equals(ReleaseNote.UNKNOWN)) {
      return note.version();
    }
    return AppSpecText.taskDefinition(info.revision())
        .flatMap(aws.versions()::of)
        .orElse(ReleaseNote.UNKNOWN);
  }

  private static int percent(Double weight) {
    return weight == null ? 0 : (int) Math.round(weight);
  }

  private static int number(Long count) {
    return count == null ? 0 : count.intValue();
  }
}
