package com.shangwellness.region.codepipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.ArtifactPackaging;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariableType;
import software.amazon.awssdk.services.codebuild.model.ExportedEnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionResult;
import software.amazon.awssdk.services.codepipeline.model.ArtifactDetail;

/**
 * A build or a test, by a project of CodeBuild (CodePipeline guide, "AWS CodeBuild build and test
 * action").
 */
record CodeBuildAction(CodeBuildClient builds, Artifacts artifacts, String region)
    implements ActionType {

  static final String ENVIRONMENT = "EnvironmentVariables";
  private static final String PROJECT = "ProjectName";
  private static final String PRIMARY = "PrimarySource";
  private static final String BATCH = "BatchEnabled";
  private static final String BUILDSPEC = "BuildspecOverride";
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public Set<ActionCategory> categories() {
    return Set.of(ActionCategory.BUILD, ActionCategory.TEST);
  }

  @Override
  public String provider() {
    return "CodeBuild";
  }

  @Override
  public Form form() {
    return new Form(
        Set.of(PROJECT),
        Set.of(PRIMARY, ENVIRONMENT, BATCH, BUILDSPEC),
        new Count(1, 5),
        new Count(0, 5));
  }

  @Override
  public Duration patience() {
    return Duration.ofHours(8);
  }

  @Override
  public Duration interval() {
    // The next stage waits for nothing else.
    return Duration.ofMillis(250);
  }

  @Override
  public Outcome begin(Work work) {
    if (work.setting(BATCH).filter(Boolean::parseBoolean).isPresent()) {
      return Outcome.misconfigured("This region runs single builds only: BatchEnabled is true.");
    }
    var primary = work.setting(PRIMARY).or(() -> only(work.inputs().keySet()));
    if (primary.filter(work.inputs()::containsKey).isEmpty()) {
      return Outcome.misconfigured(
          "Action configuration 'PrimarySource' must name one of the input artifacts "
              + work.inputs().keySet()
              + ".");
    }
    List<EnvironmentVariable> variables;
    try {
      variables = variables(work);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Outcome.misconfigured(
          "Action configuration 'EnvironmentVariables' is not valid: " + e.getMessage());
    }
    var build = builds.startBuild(request(work, primary.get(), variables)).build();
    return Outcome.inProgress(result(build).build());
  }

  private static Optional<String> only(Set<String> names) {
    return names.size() == 1 ? names.stream().findFirst() : Optional.empty();
  }

  /** The variables that the pipeline adds to those of the project. */
  static List<EnvironmentVariable> variables(Work work) throws JsonProcessingException {
    var text = work.setting(ENVIRONMENT);
    var variables = new ArrayList<EnvironmentVariable>();
    if (text.isPresent()) {
      var list = JSON.readTree(text.get());
      if (!list.isArray()) {
        throw new IllegalArgumentException("it must be a list");
      }
      for (var one : list) {
        if (!one.path("name").isTextual() || !one.path("value").isTextual()) {
          throw new IllegalArgumentException("each must have a name and a value");
        }
        variables.add(
            EnvironmentVariable.builder()
                .name(one.path("name").asText())
                .value(one.path("value").asText())
                .type(one.path("type").asText(EnvironmentVariableType.PLAINTEXT.toString()))
                .build());
      }
    }
    return variables;
  }

  // The sources and artifacts of the project are those of the pipeline, which are objects in S3:
  // StartBuild's overrides say which. Who asks is said by a variable that CodeBuild reads.
  private StartBuildRequest request(
      Work work, String primary, List<EnvironmentVariable> variables) {
    var all = new ArrayList<>(variables);
    all.add(initiator(work));
    var request =
        StartBuildRequest.builder()
            .projectName(work.require(PROJECT))
            .idempotencyToken(work.run().id())
            .environmentVariablesOverride(all)
            .sourceTypeOverride(SourceType.CODEPIPELINE)
            .sourceLocationOverride(location(work.inputs().get(primary)))
            .secondarySourcesOverride(
                work.inputs().values().stream()
                    .filter(input -> !input.name().equals(primary))
                    .map(CodeBuildAction::source)
                    .toList());
    revision(work, primary).ifPresent(request::sourceVersion);
    work.setting(BUILDSPEC).ifPresent(request::buildspecOverride);
    encryptionKey(work).ifPresent(request::encryptionKeyOverride);
    var outputs = work.run().outputs();
    if (outputs.size() == 1) {
      request.artifactsOverride(artifacts(outputs.getFirst()).build());
    } else {
      request.secondaryArtifactsOverride(
          outputs.stream()
              .map(output -> artifacts(output).artifactIdentifier(output.name()).build())
              .toList());
    }
    return request.build();
  }

  private static EnvironmentVariable initiator(Work work) {
    return EnvironmentVariable.builder()
        .name("CODEBUILD_INITIATOR")
        .value("codepipeline/" + work.pipeline().name())
        .type(EnvironmentVariableType.PLAINTEXT)
        .build();
  }

  private Optional<String> encryptionKey(Work work) {
    return Optional.ofNullable(artifacts.store(work.pipeline()).encryptionKey())
        .map(key -> key.id());
  }

  // Of what the sources gave, when one of them is the input; else that of the only source.
  private static Optional<String> revision(Work work, String artifact) {
    var all = work.execution().execution().artifactRevisions();
    return all.stream()
        .filter(revision -> all.size() == 1 || revision.name().equals(artifact))
        .map(revision -> revision.revisionId())
        .findFirst();
  }

  private static String location(ArtifactDetail artifact) {
    return artifact.s3location().bucket() + "/" + artifact.s3location().key();
  }

  private static ProjectSource source(ArtifactDetail input) {
    return ProjectSource.builder()
        .type(SourceType.CODEPIPELINE)
        .sourceIdentifier(input.name())
        .location(location(input))
        .build();
  }

  private static ProjectArtifacts.Builder artifacts(ArtifactDetail output) {
    return ProjectArtifacts.builder()
        .type(ArtifactsType.CODEPIPELINE)
        .location(output.s3location().bucket())
        .name(output.s3location().key())
        .packaging(ArtifactPackaging.ZIP);
  }

  @Override
  public Outcome look(Work work) {
    var found = builds.batchGetBuilds(r -> r.ids(work.externalId())).builds();
    if (found.isEmpty()) {
      return Outcome.jobFailed(
          ActionExecutionResult.builder().externalExecutionId(work.externalId()).build(),
          "The build " + work.externalId() + " does not exist any more.");
    }
    var build = found.getFirst();
    var result = result(build);
    return switch (build.buildStatus()) {
      case IN_PROGRESS -> Outcome.inProgress(result.build());
      case SUCCEEDED -> Outcome.succeeded(result.build(), exported(build));
      default -> Outcome.jobFailed(result.build(), failure(build));
    };
  }

  private ActionExecutionResult.Builder result(Build build) {
    return ActionExecutionResult.builder()
        .externalExecutionId(build.id())
        .externalExecutionUrl(
            "https://console.aws.amazon.com/codebuild/home?region="
                + region
                + "#/builds/"
                + build.id()
                + "/view/new");
  }

  private static TreeMap<String, String> exported(Build build) {
    var variables = new TreeMap<String, String>();
    for (ExportedEnvironmentVariable one : build.exportedEnvironmentVariables()) {
      variables.put(one.name(), one.value());
    }
    return variables;
  }

  private static String failure(Build build) {
    var text = "Build terminated with state: " + build.buildStatusAsString();
    return build.phases().stream()
        .filter(phase -> phase.phaseStatus() != null)
        .filter(phase -> phase.phaseStatus() != StatusType.SUCCEEDED)
        .filter(phase -> !phase.contexts().isEmpty())
        .findFirst()
        .map(phase -> text + ". " + told(phase))
        .orElse(text);
  }

  private static String told(BuildPhase phase) {
    var context = phase.contexts().getFirst();
    return "Phase: "
        + phase.phaseTypeAsString()
        + ", Code: "
        + context.statusCode()
        + ", Message: "
        + context.message();
  }
}
