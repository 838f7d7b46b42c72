package com.shangwellness.region.codepipeline;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ArtifactDetail;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;

/**
 * What an action has to do.
 *
 * @param pipeline the structure that the execution began with
 * @param execution for which execution
 * @param run which run of the action
 * @param action what the pipeline says of it
 * @param configuration its configuration, variables replaced
 * @param inputs where its input artifacts are, by name
 */
record Work(
    PipelineDeclaration pipeline,
    KeptExecution execution,
    KeptAction run,
    ActionDeclaration action,
    Map<String, String> configuration,
    Map<String, ArtifactDetail> inputs) {

  Optional<String> setting(String name) {
    return Optional.ofNullable(configuration.get(name));
  }

  /** A setting that the structure's check has required. */
  String require(String name) {
    return configuration.get(name);
  }

  /** The id that the provider has given to what it does. */
  String externalId() {
    return run.detail().output().executionResult().externalExecutionId();
  }
}
