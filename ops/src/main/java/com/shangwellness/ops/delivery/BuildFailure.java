package com.shangwellness.ops.delivery;

import com.shangwellness.ops.targets.Clients;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/**
 * Why a build failed.
 *
 * @param build its id
 * @param phase in which phase
 * @param command the command that failed; empty when it was none
 * @param exitCode the command's exit code; empty when it was none
 * @param reason what CodeBuild says
 * @param errors what the build wrote of errors before that, the last of it
 * @param lastLines what the build wrote last
 */
public record BuildFailure(
    String build,
    String phase,
    String command,
    String exitCode,
    String reason,
    List<String> errors,
    List<String> lastLines) {
  private static final int LINES = 20;
  private static final int ERRORS = 10;

  // Maven ends with advice of its own; which test has failed it says before. Compilers write
  // "Api.java:7: error: …".
  private static final Pattern ERROR = Pattern.compile("\\[ERROR\\] +\\S.*|\\S+: error: .*");

  // "Error while executing command: mvn verify. Reason: exit status 1"
  private static final Pattern COMMAND =
      Pattern.compile(
          "Error while executing command: (.*?)\\. Reason: (?:exit status (\\d+)|(.*))",
          Pattern.DOTALL);

  /** Keeps its own copy. */
  public BuildFailure {
    errors = List.copyOf(errors);
    lastLines = List.copyOf(lastLines);
  }

  /** Why the build {@code id} failed; empty when CodeBuild does not know it any more. */
  static Optional<BuildFailure> of(Clients clients, String id) {
    var log = new BuildLog(clients, id);
    var errors = new ArrayDeque<String>();
    var last = new ArrayDeque<String>();
    log.readOn(
        line -> {
          last.add(line);
          if (last.size() > LINES) {
            keep(errors, last.removeFirst());
          }
        });
    return log.build().map(build -> of(build, List.copyOf(errors), List.copyOf(last)));
  }

  private static void keep(Deque<String> errors, String line) {
    if (ERROR.matcher(line).matches()) {
      errors.add(line);
      if (errors.size() > ERRORS) {
        errors.removeFirst();
      }
    }
  }

  private static BuildFailure of(Build build, List<String> errors, List<String> lastLines) {
    var failed =
        build.phases().stream()
            .filter(phase -> phase.phaseStatus() != null)
            .filter(phase -> phase.phaseStatus() != StatusType.SUCCEEDED)
            .findFirst();
    var reason = failed.map(BuildFailure::reason).orElse("");
    var command = COMMAND.matcher(reason);
    boolean isCommand = command.find();
    return new BuildFailure(
        build.id(),
        failed.map(BuildPhase::phaseTypeAsString).orElse(build.buildStatusAsString()),
        isCommand ? command.group(1) : "",
        isCommand && command.group(2) != null ? command.group(2) : "",
        reason,
        errors,
        lastLines);
  }

  private static String reason(BuildPhase phase) {
    return phase.contexts().stream()
        .map(context -> context.statusCode() + ": " + context.message())
        .findFirst()
        .orElse(phase.phaseStatusAsString());
  }
}
