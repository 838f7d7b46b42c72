package com.shangwellness.region.codebuild;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;

/**
 * What a build does, as its buildspec says (CodeBuild user guide, "Build specification reference
 * for CodeBuild", version 0.2).
 *
 * @param shell {@code sh} or {@code bash}
 * @param variables plain values
 * @param parameters parameters of the Parameter Store, by variable
 * @param secrets references to Secrets Manager, by variable
 * @param exported the variables that the build gives to those who ask for it
 * @param phases those that the buildspec has
 * @param artifacts what is uploaded
 * @param secondary further artifacts, by identifier
 * @param cachePaths what is kept for the next build
 * @param reports by the name or ARN of their groups
 */
record Buildspec(
    String shell,
    Map<String, String> variables,
    Map<String, String> parameters,
    Map<String, String> secrets,
    List<String> exported,
    Map<BuildPhaseType, Phase> phases,
    ArtifactSpec artifacts,
    Map<String, ArtifactSpec> secondary,
    List<String> cachePaths,
    Map<String, ReportSpec> reports) {

  /**
   * The commands of a phase.
   *
   * @param lastly run whatever became of {@code commands}
   * @param runtimes the runtime versions that it asks for
   */
  record Phase(
      List<String> commands,
      List<String> lastly,
      OnFailure onFailure,
      Map<String, String> runtimes) {

    static final Phase NONE = new Phase(List.of(), List.of(), OnFailure.DEFAULT, Map.of());
  }

  /**
   * Files that are handed on.
   *
   * @param files patterns; none when nothing is handed on
   * @param baseDirectory where the patterns begin; a pattern itself, empty for the sources' folder
   * @param links whether symbolic links stay links; else what they lead to is taken
   * @param name the artifact's name in the shell's language; empty when it has none
   */
  record ArtifactSpec(
      List<String> files,
      List<String> excluded,
      String baseDirectory,
      boolean discardPaths,
      boolean links,
      String name) {

    static final ArtifactSpec NONE = new ArtifactSpec(List.of(), List.of(), "", false, false, "");
  }

  /** Test reports. */
  record ReportSpec(ArtifactSpec files, String format) {}

  Phase phase(BuildPhaseType type) {
    return phases.getOrDefault(type, Phase.NONE);
  }
}
