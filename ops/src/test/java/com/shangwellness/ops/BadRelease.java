package com.shangwellness.ops;

import com.shangwellness.ops.release.ReleaseFiles;
import com.shangwellness.ops.release.ReleaseState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * The ways in which a release is bad, each for real, and what has to become of it: it is taken back
 * by itself, for one of these reasons, and nobody but its own canaries has met it.
 */
@SuppressWarnings({"EnumOrdinal", "ImmutableEnumChecker"})
enum BadRelease {
  EXITS_AT_ONCE("exits", Hurry.HOUR, Set.of("ALARM_ACTIVE", "TIMEOUT")),
  NEVER_HEALTHY("never-healthy", Hurry.USUAL, Set.of("ALARM_ACTIVE", "TIMEOUT")),
  HEALTHY_THEN_ERRORS("errors", Hurry.USUAL, Set.of("ALARM_ACTIVE")),
  HEALTHY_THEN_SLOW("slow", Hurry.LESS, Set.of("ALARM_ACTIVE")),
  GROWS_UNTIL_ITS_LIMIT("grows", Hurry.USUAL, Set.of("ALARM_ACTIVE", "HEALTH_CONSTRAINTS")) {
    /** Whoever is killed cannot answer: the load balancer does, for the canaries it had. */
    @Override
    boolean mayAnswer(BookingLoad.Failure failure) {
      return super.mayAnswer(failure) || failure.what().matches(".*HTTP/1.1 50[23] .*");
    }
  },
  IMAGE_DOES_NOT_EXIST("", Hurry.HOUR, Set.of("TIMEOUT")) {
    @Override
    String begin(ReleaseStage stage, Path folder) {
      return stage.begin("669097061043.dkr.ecr.ap-south-1.amazonaws.com/nobodys:1", pace());
    }
  },
  TASK_DEFINITION_IS_INVALID("", Hurry.USUAL, Set.of("ECS_UPDATE_ERROR", "INVALID_REVISION")) {
    @Override
    String begin(ReleaseStage stage, Path folder) throws IOException {
      var invalid = stage.files().appSpec().replace("<TASK_DEFINITION>", "<TASK_DEFINITION>9999");
      return stage.begin(
          good(stage, folder), pace(), new ReleaseFiles(stage.files().taskDefinition(), invalid));
    }
  },
  PORT_IS_ANOTHER("", Hurry.USUAL, Set.of("ECS_UPDATE_ERROR", "INVALID_REVISION")) {
    @Override
    String begin(ReleaseStage stage, Path folder) throws IOException {
      var other = stage.files().appSpec().replace("ContainerPort: 80", "ContainerPort: 81");
      return stage.begin(
          good(stage, folder), pace(), new ReleaseFiles(stage.files().taskDefinition(), other));
    }
  },
  ALARM_DURING_THE_BAKE("", Hurry.USUAL, Set.of("ALARM_ACTIVE")) {
    @Override
    String begin(ReleaseStage stage, Path folder) throws IOException {
      var id = stage.begin(good(stage, folder), pace());
      var shifted = stage.follow(id, BadRelease::bakes);
      stage
          .clients()
          .cloudWatch()
          .setAlarmState(
              r ->
                  r.alarmName(shifted.alarms().getFirst().name())
                      .stateValue(StateValue.ALARM)
                      .stateReason("The bench says so"));
      return id;
    }
  };

  private final String way;
  private final double pace;
  private final Set<String> reasons;

  BadRelease(String way, double pace, Set<String> reasons) {
    this.way = way;
    this.pace = pace;
    this.reasons = reasons;
  }

  /** How much faster than AWS it waits. */
  private static final class Hurry {
    static final double USUAL = 20;

    /** So that the thirty seconds for which it may finish its answers are longer than one takes. */
    static final double LESS = 10;

    /** CodeDeploy gives tasks an hour to become healthy: thirty-six seconds. */
    static final double HOUR = 100;
  }

  double pace() {
    return pace;
  }

  /** The codes by which CodeDeploy may call it. */
  Set<String> reasons() {
    return reasons;
  }

  /** Begins it, and gives the deployment's id. */
  String begin(ReleaseStage stage, Path folder) throws IOException {
    return stage.begin(stage.push(TestImage.bad(way, folder.resolve(way + ".tar"))), pace);
  }

  /** Whether a request may have failed so: it met the bad version. */
  boolean mayAnswer(BookingLoad.Failure failure) {
    return failure.by().equals("bad");
  }

  /** The application itself, by another name. */
  String good(ReleaseStage stage, Path folder) throws IOException {
    var tar = folder.resolve("good.tar");
    return stage.push(TestImage.of(appImage(), "good-" + name().length() + ordinal(), tar));
  }

  static Path appImage() {
    return Shang.PROJECT.resolve("app/target/jib-image.tar");
  }

  static boolean bakes(ReleaseState state) {
    return state.isOver()
        || state.waits().stream().anyMatch(w -> w.what().equals("removes the old tasks"));
  }
}
