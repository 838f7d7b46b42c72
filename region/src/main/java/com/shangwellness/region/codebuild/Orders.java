package com.shangwellness.region.codebuild;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.timeline.Timeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.codebuild.model.ArtifactNamespace;
import software.amazon.awssdk.services.codebuild.model.ArtifactPackaging;
import software.amazon.awssdk.services.codebuild.model.AutoRetryConfig;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildArtifacts;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.LogsConfig;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/**
 * Makes builds of projects and of what a request says differently.
 *
 * <p>CodePipeline overrides what its projects leave open: the source is of type {@code
 * CODEPIPELINE} with the input artifact's object as its location ({@code bucket/key}) and the
 * revision as {@code sourceVersion}; further inputs are secondary sources of the same type. A
 * single output is {@code artifactsOverride}, of type {@code CODEPIPELINE} with the bucket as its
 * location and the key as its name; of several, each is one of {@code secondaryArtifactsOverride},
 * with the output's name as its identifier. Who it is, it says by the variable {@code
 * CODEBUILD_INITIATOR} ({@code codepipeline/name}); else it is taken from the input's key, which
 * begins with the pipeline's name.
 */
final class Orders {

  private static final String INITIATOR = "CODEBUILD_INITIATOR";
  private static final String PIPELINE = "codepipeline/";

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final ProjectRules rules;

  Orders(Place place, Timeline timeline, Ids ids, ProjectRules rules) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.rules = rules;
  }

  /** A new build of {@code project}. */
  KeptBuild order(Project project, long number, StartBuildRequest request) {
    var effective = overridden(project, request);
    rules.checkBuild(effective);
    if (!isPipelines(effective)) {
      return kept(effective, number, effective.sourceVersion(), null, initiator());
    }
    if (effective.source().location() == null) {
      throw Refusals.invalid(
          "Builds of project "
              + project.name()
              + " are started by its pipeline, as its source is of type CODEPIPELINE; to start one"
              + " without it, override the source and the artifacts");
    }
    var input = Location.parse(effective.source().location());
    var pipeline =
        request.environmentVariablesOverride().stream()
            .filter(variable -> variable.name().equals(INITIATOR))
            .map(EnvironmentVariable::value)
            .findFirst()
            .orElse(PIPELINE + input.key().split("/", 2)[0]);
    return kept(effective, number, input.arn(), effective.sourceVersion(), pipeline);
  }

  private static boolean isPipelines(Project project) {
    return project.source().type() == SourceType.CODEPIPELINE;
  }

  /** A new build that is like {@code old}. */
  KeptBuild again(KeptBuild old, long number) {
    var build = old.build();
    var id = build.projectName() + ":" + ids.uuid();
    var fresh =
        build.toBuilder()
            .id(id)
            .arn(place.arn("codebuild", "build/" + id))
            .buildNumber(number)
            .startTime(timeline.now())
            .endTime(null)
            .buildStatus(StatusType.IN_PROGRESS)
            .buildComplete(false)
            .phases(List.of())
            .exportedEnvironmentVariables(List.of())
            .reportArns(List.of())
            .initiator(initiator())
            .logs(BuildLogs.location(place, build.projectName(), old.logs(), KeptBuild.uuid(id)));
    return new KeptBuild(
        fresh.build(), old.artifacts(), old.secondaryArtifacts(), old.logs(), ids.hex(64));
  }

  private KeptBuild kept(
      Project project, long number, String version, String resolved, String initiator) {
    var id = project.name() + ":" + ids.uuid();
    var uuid = KeptBuild.uuid(id);
    var logs = requireNonNullElse(project.logsConfig(), LogsConfig.builder().build());
    var build =
        Build.builder()
            .id(id)
            .arn(place.arn("codebuild", "build/" + id))
            .buildNumber(number)
            .startTime(timeline.now())
            .buildStatus(StatusType.IN_PROGRESS)
            .buildComplete(false)
            .projectName(project.name())
            .sourceVersion(version)
            .resolvedSourceVersion(resolved)
            .source(project.source())
            .secondarySources(project.secondarySources())
            .secondarySourceVersions(project.secondarySourceVersions())
            .artifacts(shown(project.artifacts(), uuid))
            .secondaryArtifacts(
                project.secondaryArtifacts().stream().map(one -> shown(one, uuid)).toList())
            .cache(project.cache())
            .environment(project.environment())
            .serviceRole(project.serviceRole())
            .logs(BuildLogs.location(place, project.name(), logs, uuid))
            .timeoutInMinutes(project.timeoutInMinutes())
            .queuedTimeoutInMinutes(project.queuedTimeoutInMinutes())
            .initiator(initiator)
            .vpcConfig(project.vpcConfig())
            .encryptionKey(project.encryptionKey());
    if (project.autoRetryLimit() != null) {
      build.autoRetryConfig(
          AutoRetryConfig.builder()
              .autoRetryLimit(project.autoRetryLimit())
              .autoRetryNumber(0)
              .build());
    }
    return new KeptBuild(
        build.build(), project.artifacts(), project.secondaryArtifacts(), logs, ids.hex(64));
  }

  /** Where an artifact goes, as a build tells it; without a location when there is none. */
  static BuildArtifacts shown(ProjectArtifacts artifacts, String uuid) {
    var shown =
        BuildArtifacts.builder()
            .artifactIdentifier(artifacts.artifactIdentifier())
            .overrideArtifactName(artifacts.overrideArtifactName())
            .encryptionDisabled(artifacts.encryptionDisabled());
    return switch (artifacts.type()) {
      case CODEPIPELINE ->
          artifacts.location() == null
              ? shown.build()
              : shown.location(Location.ofPipeline(artifacts).arn()).build();
      case S3 -> shown.location("arn:aws:s3:::" + path(artifacts, artifacts.name(), uuid)).build();
      default -> shown.build();
    };
  }

  /**
   * Bucket and key of an artifact of type S3: path, build id and name, as far as each is asked for
   * (API reference, "ProjectArtifacts").
   */
  static String path(ProjectArtifacts artifacts, String name, String uuid) {
    var parts = new ArrayList<String>();
    parts.add(artifacts.location());
    parts.add(requireNonNullElse(artifacts.path(), ""));
    parts.add(artifacts.namespaceType() == ArtifactNamespace.BUILD_ID ? uuid : "");
    // "/" as a name stands for no name at all.
    parts.add(name.equals("/") && artifacts.packaging() != ArtifactPackaging.ZIP ? "" : name);
    return parts.stream()
        .map(part -> part.replaceAll("^/+|/+$", ""))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("/"));
  }

  // User guide, CODEBUILD_INITIATOR: a user's name, or a role's and its session's.
  private static String initiator() {
    var principal = Caller.current().map(Caller::principal).orElse("");
    var parts = principal.split(":", 6);
    var name = parts.length == 6 ? parts[5] : principal;
    return name.replaceFirst("^assumed-role/", "").replaceFirst("^user/(.*/)?", "");
  }

  private Project overridden(Project project, StartBuildRequest request) {
    var source = source(project.source(), request);
    var changed =
        project.toBuilder()
            .source(source)
            .environment(
                project.environment().toBuilder()
                    .environmentVariables(variables(project, request))
                    .build());
    if (request.sourceVersion() != null) {
      changed.sourceVersion(request.sourceVersion());
    }
    new Overrides(changed, project).apply(request);
    return changed.build();
  }

  private static ProjectSource source(ProjectSource source, StartBuildRequest request) {
    var changed = source.toBuilder();
    if (request.sourceTypeOverride() != null) {
      changed.type(request.sourceTypeOverride());
    }
    if (request.sourceLocationOverride() != null) {
      changed.location(request.sourceLocationOverride());
    }
    if (request.buildspecOverride() != null) {
      changed.buildspec(request.buildspecOverride());
    }
    if (request.sourceTypeOverride() == SourceType.NO_SOURCE) {
      changed.location(null);
    }
    return changed.build();
  }

  private static List<EnvironmentVariable> variables(Project project, StartBuildRequest request) {
    boolean pipeline = request.sourceTypeOverride() == SourceType.CODEPIPELINE;
    var merged = new LinkedHashMap<String, EnvironmentVariable>();
    project.environment().environmentVariables().forEach(v -> merged.put(v.name(), v));
    request.environmentVariablesOverride().stream()
        .filter(v -> !(pipeline && v.name().equals(INITIATOR)))
        .forEach(v -> merged.put(v.name(), v));
    return List.copyOf(merged.values());
  }
}
