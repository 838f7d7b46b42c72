package com.shangwellness.ops.release;

import com.shangwellness.ops.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The two files that synthesis leaves beside the templates for CodeDeploy, by the owner's names:
 * {@code taskdef_*.json} and {@code *_appspec.yml}.
 *
 * @param taskDefinition the task definition's text, its placeholders open
 * @param appSpec what CodeDeploy is to do, its placeholder open
 */
public record ReleaseFiles(String taskDefinition, String appSpec) {
  // CodePipeline's names for what it fills in: "CodeDeployToECS action reference".
  private static final String IMAGE = "<IMAGE1_NAME>";
  private static final String TASK_DEFINITION = "<TASK_DEFINITION>";

  private static final String TASK_DEFINITION_FILE = "taskdef_.*\\.json";
  private static final String APP_SPEC_FILE = ".*_appspec\\.yml";

  /** The files' paths in {@code folder}. */
  public static List<Path> paths(Path folder) {
    try (var files = Files.list(folder)) {
      return files
          .filter(f -> name(f).matches(TASK_DEFINITION_FILE + "|" + APP_SPEC_FILE))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
  }

  /**
   * Reads the files in {@code folder}.
   *
   * @throws Failure if one of them is not there
   */
  public static ReleaseFiles read(Path folder) {
    var files = paths(folder);
    return new ReleaseFiles(
        text(folder, files, TASK_DEFINITION_FILE), text(folder, files, APP_SPEC_FILE));
  }

  private static String text(Path folder, List<Path> files, String pattern) {
    var file =
        files.stream()
            .filter(f -> name(f).matches(pattern))
            .findFirst()
            .orElseThrow(
                () ->
                    Failure.failed(
                        folder + " has no file " + pattern + "; write it with: ./shang synth"));
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  /**
   * The task definition that runs {@code image}, with {@code values} for its other placeholders.
   */
  String taskDefinition(String image, Map<String, String> values) {
    return new TaskDefinitionTemplate(taskDefinition).fill(values).replace(IMAGE, image);
  }

  /** The AppSpec that brings {@code taskDefinition}, an ARN. */
  String appSpec(String taskDefinition) {
    return appSpec.replace(TASK_DEFINITION, taskDefinition);
  }
}
