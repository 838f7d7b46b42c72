package com.shangwellness.region.codebuild;

import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;

/** What a request to start a build says of it in place of its project. */
final class Overrides {

  private final Project.Builder changed;
  private final Project project;

  /**
   * @param changed takes what is overridden
   * @param project as it is
   */
  Overrides(Project.Builder changed, Project project) {
    this.changed = changed;
    this.project = project;
  }

  void apply(StartBuildRequest request) {
    refuse(request);
    var name = project.name();
    set(request.artifactsOverride(), a -> changed.artifacts(Projects.completed(name, a)));
    if (request.hasSecondaryArtifactsOverride()) {
      changed.secondaryArtifacts(
          request.secondaryArtifactsOverride().stream()
              .map(a -> Projects.completed(name, a))
              .toList());
    }
    if (request.hasSecondarySourcesOverride()) {
      changed.secondarySources(request.secondarySourcesOverride());
    }
    if (request.hasSecondarySourcesVersionOverride()) {
      changed.secondarySourceVersions(request.secondarySourcesVersionOverride());
    }
    set(request.cacheOverride(), changed::cache);
    set(request.serviceRoleOverride(), changed::serviceRole);
    set(request.timeoutInMinutesOverride(), changed::timeoutInMinutes);
    set(request.queuedTimeoutInMinutesOverride(), changed::queuedTimeoutInMinutes);
    set(request.encryptionKeyOverride(), changed::encryptionKey);
    set(request.logsConfigOverride(), changed::logsConfig);
    set(request.autoRetryLimitOverride(), changed::autoRetryLimit);
    environment(request);
  }

  private void environment(StartBuildRequest request) {
    var environment = changed.build().environment().toBuilder();
    set(request.environmentTypeOverride(), environment::type);
    set(request.imageOverride(), environment::image);
    set(request.computeTypeOverride(), environment::computeType);
    set(request.certificateOverride(), environment::certificate);
    set(request.privilegedModeOverride(), environment::privilegedMode);
    set(request.registryCredentialOverride(), environment::registryCredential);
    set(request.imagePullCredentialsTypeOverride(), environment::imagePullCredentialsType);
    changed.environment(environment.build());
  }

  private static <T> void set(T value, Consumer<T> setter) {
    Optional.ofNullable(value).ifPresent(setter);
  }

  private static void refuse(StartBuildRequest request) {
    if (Boolean.TRUE.equals(request.debugSessionEnabled())) {
      throw Refusals.invalid("Invalid debugSessionEnabled: this region has no Session Manager");
    }
    if (request.fleetOverride() != null) {
      throw Refusals.invalid("Invalid fleetOverride: this region has no fleets");
    }
    if (request.sourceAuthOverride() != null || request.gitCloneDepthOverride() != null) {
      throw Refusals.invalid("Invalid override: this region has no sources that are Git");
    }
  }
}
