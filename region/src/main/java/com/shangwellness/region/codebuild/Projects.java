package com.shangwellness.region.codebuild;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codebuild.model.ArtifactNamespace;
import software.amazon.awssdk.services.codebuild.model.ArtifactPackaging;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.CacheType;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectBadge;
import software.amazon.awssdk.services.codebuild.model.ProjectCache;
import software.amazon.awssdk.services.codebuild.model.UpdateProjectRequest;

/** The projects of a region. */
final class Projects {

  // CodeBuild user guide, "Quotas": an hour, and eight in the queue, unless a project says more.
  private static final int TIMEOUT = 60;
  private static final int QUEUED_TIMEOUT = 480;

  private final Place place;
  private final Timeline timeline;
  private final Table<KeptProject> projects;
  private final ProjectRules rules;

  Projects(Place place, Timeline timeline, Store store, ProjectRules rules) {
    this.place = place;
    this.timeline = timeline;
    this.projects = store.table(place.region() + "/codebuild.projects", KeptProject.class);
    this.rules = rules;
  }

  Project create(CreateProjectRequest request) {
    var arn = place.arn("codebuild", "project/" + request.name());
    if (projects.contains(request.name())) {
      throw Refusals.taken("Project already exists: " + arn);
    }
    var project =
        Project.builder()
            .name(request.name())
            .arn(arn)
            .description(request.description())
            .source(request.source())
            .secondarySources(request.hasSecondarySources() ? request.secondarySources() : null)
            .sourceVersion(request.sourceVersion())
            .secondarySourceVersions(
                request.hasSecondarySourceVersions() ? request.secondarySourceVersions() : null)
            .artifacts(completed(request.name(), request.artifacts()))
            .secondaryArtifacts(
                request.hasSecondaryArtifacts()
                    ? completed(request.name(), request.secondaryArtifacts())
                    : null)
            .cache(requireNonNullElse(request.cache(), noCache()))
            .environment(request.environment())
            .serviceRole(request.serviceRole())
            .timeoutInMinutes(requireNonNullElse(request.timeoutInMinutes(), TIMEOUT))
            .queuedTimeoutInMinutes(
                requireNonNullElse(request.queuedTimeoutInMinutes(), QUEUED_TIMEOUT))
            .encryptionKey(requireNonNullElse(request.encryptionKey(), managedKey()))
            .tags(request.hasTags() ? request.tags() : List.of())
            .created(timeline.now())
            .lastModified(timeline.now())
            .vpcConfig(request.vpcConfig())
            .badge(badge(request.badgeEnabled()))
            .logsConfig(request.logsConfig())
            .fileSystemLocations(
                request.hasFileSystemLocations() ? request.fileSystemLocations() : null)
            .buildBatchConfig(request.buildBatchConfig())
            .concurrentBuildLimit(request.concurrentBuildLimit())
            .autoRetryLimit(request.autoRetryLimit())
            .build();
    rules.check(project);
    projects.put(project.name(), new KeptProject(project, 0));
    return project;
  }

  /** What the request does not name stays as it is. */
  Project update(UpdateProjectRequest request) {
    var kept = require(request.name());
    var changed = kept.project().toBuilder().lastModified(timeline.now());
    optional(request.description()).ifPresent(changed::description);
    optional(request.source()).ifPresent(changed::source);
    optional(request.sourceVersion()).ifPresent(changed::sourceVersion);
    optional(request.artifacts())
        .ifPresent(artifacts -> changed.artifacts(completed(request.name(), artifacts)));
    optional(request.cache()).ifPresent(changed::cache);
    optional(request.environment()).ifPresent(changed::environment);
    optional(request.serviceRole()).ifPresent(changed::serviceRole);
    optional(request.timeoutInMinutes()).ifPresent(changed::timeoutInMinutes);
    optional(request.queuedTimeoutInMinutes()).ifPresent(changed::queuedTimeoutInMinutes);
    optional(request.encryptionKey()).ifPresent(changed::encryptionKey);
    optional(request.vpcConfig()).ifPresent(changed::vpcConfig);
    optional(request.badgeEnabled()).ifPresent(enabled -> changed.badge(badge(enabled)));
    optional(request.logsConfig()).ifPresent(changed::logsConfig);
    optional(request.buildBatchConfig()).ifPresent(changed::buildBatchConfig);
    // A limit of -1 takes it away: API reference, "UpdateProject".
    optional(request.concurrentBuildLimit())
        .ifPresent(limit -> changed.concurrentBuildLimit(limit < 0 ? null : limit));
    optional(request.autoRetryLimit()).ifPresent(changed::autoRetryLimit);
    if (request.hasSecondarySources()) {
      changed.secondarySources(request.secondarySources());
    }
    if (request.hasSecondarySourceVersions()) {
      changed.secondarySourceVersions(request.secondarySourceVersions());
    }
    if (request.hasSecondaryArtifacts()) {
      changed.secondaryArtifacts(completed(request.name(), request.secondaryArtifacts()));
    }
    if (request.hasFileSystemLocations()) {
      changed.fileSystemLocations(request.fileSystemLocations());
    }
    if (request.hasTags()) {
      changed.tags(request.tags());
    }
    var project = changed.build();
    rules.check(project);
    projects.put(project.name(), new KeptProject(project, kept.builds()));
    return project;
  }

  private static <T> Optional<T> optional(T value) {
    return Optional.ofNullable(value);
  }

  /** A project is deleted whether it is there or not; its builds stay. */
  void delete(String nameOrArn) {
    projects.remove(name(nameOrArn));
  }

  Optional<Project> find(String nameOrArn) {
    return projects.get(name(nameOrArn)).map(KeptProject::project);
  }

  KeptProject require(String nameOrArn) {
    return projects
        .get(name(nameOrArn))
        .orElseThrow(
            () ->
                Refusals.missing(
                    "Project cannot be found: "
                        + place.arn("codebuild", "project/" + name(nameOrArn))));
  }

  List<Project> all() {
    return projects.stream().map(KeptProject::project).toList();
  }

  /** The number of a project's next build. */
  long nextNumber(String name) {
    var kept = require(name);
    long number = kept.builds() + 1;
    projects.put(name, new KeptProject(kept.project(), number));
    return number;
  }

  private String name(String nameOrArn) {
    var prefix = place.arn("codebuild", "project/");
    return nameOrArn.startsWith(prefix) ? nameOrArn.substring(prefix.length()) : nameOrArn;
  }

  private String managedKey() {
    return place.arn("kms", "alias/aws/s3");
  }

  private static ProjectCache noCache() {
    return ProjectCache.builder().type(CacheType.NO_CACHE).build();
  }

  private static ProjectBadge badge(Boolean enabled) {
    return ProjectBadge.builder().badgeEnabled(Boolean.TRUE.equals(enabled)).build();
  }

  private static List<ProjectArtifacts> completed(String project, List<ProjectArtifacts> all) {
    return all.stream().map(artifacts -> completed(project, artifacts)).toList();
  }

  /** What CodeBuild fills in (API reference, "ProjectArtifacts"). */
  static ProjectArtifacts completed(String project, ProjectArtifacts artifacts) {
    if (artifacts == null || artifacts.type() == ArtifactsType.NO_ARTIFACTS) {
      return artifacts;
    }
    var pipeline = artifacts.type() == ArtifactsType.CODEPIPELINE;
    return artifacts.toBuilder()
        .name(requireNonNullElse(artifacts.name(), project))
        .packaging(requireNonNullElse(artifacts.packaging(), ArtifactPackaging.NONE))
        .namespaceType(
            pipeline
                ? artifacts.namespaceType()
                : requireNonNullElse(artifacts.namespaceType(), ArtifactNamespace.NONE))
        .encryptionDisabled(requireNonNullElse(artifacts.encryptionDisabled(), false))
        .build();
  }
}
