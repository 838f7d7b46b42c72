package com.shangwellness.ops.release;

import com.shangwellness.ops.release.ReleaseState.Step;
import java.util.Map;

/** What became of a release, in one sentence that says why. */
final class Story {
  private static final Map<String, String> REASONS =
      Map.of(
          "ALARM_ACTIVE", "an alarm rang",
          "MANUAL_STOP", "somebody stopped it",
          "TIMEOUT", "it took too long",
          "HOOK_EXECUTION_FAILURE", "a hook did not agree",
          "HEALTH_CONSTRAINTS", "its tasks did not become healthy",
          "ECS_UPDATE_ERROR", "ECS could not replace the tasks",
          "INVALID_REVISION", "its AppSpec is not valid",
          "INVALID_ECS_SERVICE", "the service cannot be released to");

  private Story() {}

  static String of(ReleaseState release) {
    return switch (release.status()) {
      case "Succeeded" -> succeeded(release);
      case "Failed", "Stopped" -> taken(release);
      default -> underWay(release);
    };
  }

  private static String succeeded(ReleaseState release) {
    var verb = release.kind().equals("rollback") ? "Rolled back: " : "Released: ";
    return verb
        + release.version()
        + " serves all requests"
        + (isKnown(release.replaces())
            ? ", and the tasks of " + release.replaces() + " are gone"
            : "")
        + ".";
  }

  private static String taken(ReleaseState release) {
    var why = because(release);
    var before = isKnown(release.replaces()) ? release.replaces() : "what served before";
    if (release.rollback().isUnderWay()) {
      return "Rolling back to " + before + ": " + why + ".";
    }
    return switch (release.rollback().status()) {
      case "Succeeded" -> "Rolled back: " + why + ". " + before + " serves all requests.";
      case "" -> left(release, why, before);
      default ->
          "The rollback to "
              + before
              + " failed, too ("
              + release.rollback().id()
              + "), after "
              + why
              + ". Look at once: ./shang status";
    };
  }

  private static String left(ReleaseState release, String why, String before) {
    int green =
        release.sides().stream()
            .filter(side -> side.colour().equals("green"))
            .mapToInt(ReleaseState.Side::weight)
            .findFirst()
            .orElse(0);
    var first = release.status().equals("Failed") ? "Failed: " : "Stopped: ";
    return green == 0
        ? first + why + ". No traffic stayed on it: " + before + " serves all requests."
        : first
            + why
            + ", and was not rolled back: "
            + release.version()
            + " was left with "
            + green
            + " % of the requests.";
  }

  private static String because(ReleaseState release) {
    var code = release.error().code();
    var message = release.error().message();
    var word = REASONS.getOrDefault(code, code);
    var failed =
        release.steps().stream()
            .filter(step -> step.status().equals("Failed") && !step.reason().isEmpty())
            .findFirst()
            .map(Step::reason)
            .orElse("");
    var detail = failed.isEmpty() ? message : failed;
    if (word.isEmpty()) {
      return detail.isEmpty() ? "CodeDeploy gives no reason" : withoutStop(detail);
    }
    return detail.isEmpty() ? word : word + " (" + withoutStop(detail) + ")";
  }

  private static String withoutStop(String text) {
    return text.strip().replaceFirst("\\.$", "");
  }

  private static String underWay(ReleaseState release) {
    return "Under way: "
        + release.version()
        + release.steps().stream()
            .filter(Step::isNow)
            .findFirst()
            .map(step -> " is at " + step.name())
            .orElse("")
        + ".";
  }

  private static boolean isKnown(String version) {
    return !version.isEmpty() && !version.equals(ReleaseNote.UNKNOWN);
  }
}
