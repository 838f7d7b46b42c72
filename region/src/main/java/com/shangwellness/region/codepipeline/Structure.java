package com.shangwellness.region.codepipeline;

import com.shangwellness.region.place.Place;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariableDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/**
 * What a pipeline must look like (CodePipeline guide, "CodePipeline pipeline structure reference"
 * and "Quotas").
 */
final class Structure {

  private static final int LEAST_STAGES = 2;
  private static final int MOST_STAGES = 50;
  private static final int MOST_ACTIONS = 50;

  private final Place place;
  private final ActionTypes types;

  Structure(Place place, ActionTypes types) {
    this.place = place;
    this.types = types;
  }

  /**
   * The pipeline with all that it leaves out said.
   *
   * @throws RuntimeException the refusal of what it must not say
   */
  PipelineDeclaration checked(PipelineDeclaration pipeline) {
    var whole = withDefaults(pipeline);
    checkKind(whole);
    checkStores(whole);
    checkStages(whole);
    new ActionCheck(place, types, whole).run();
    return whole;
  }

  private static PipelineDeclaration withDefaults(PipelineDeclaration pipeline) {
    return pipeline.toBuilder()
        .executionMode(
            Optional.ofNullable(pipeline.executionModeAsString())
                .orElse(ExecutionMode.SUPERSEDED.toString()))
        .pipelineType(
            Optional.ofNullable(pipeline.pipelineTypeAsString()).orElse(PipelineType.V1.toString()))
        .stages(
            pipeline.stages().stream()
                .map(
                    stage ->
                        stage.toBuilder()
                            .actions(stage.actions().stream().map(Structure::withDefaults).toList())
                            .build())
                .toList())
        .build();
  }

  private static ActionDeclaration withDefaults(ActionDeclaration action) {
    return action.toBuilder()
        .runOrder(Optional.ofNullable(action.runOrder()).orElse(1))
        .configuration(Map.copyOf(action.configuration()))
        .inputArtifacts(java.util.List.copyOf(action.inputArtifacts()))
        .outputArtifacts(java.util.List.copyOf(action.outputArtifacts()))
        .build();
  }

  private static void checkKind(PipelineDeclaration pipeline) {
    boolean newer = pipeline.pipelineType() == PipelineType.V2;
    if (pipeline.executionMode() == ExecutionMode.PARALLEL) {
      throw Refusals.structure(
          "This region does not run pipelines in the execution mode PARALLEL; SUPERSEDED and QUEUED"
              + " are possible.");
    }
    if (!newer && pipeline.executionMode() != ExecutionMode.SUPERSEDED) {
      throw Refusals.structure(
          "The execution mode "
              + pipeline.executionModeAsString()
              + " is available only to pipelines of type V2.");
    }
    if (!newer && !pipeline.variables().isEmpty()) {
      throw Refusals.structure("Variables are available only to pipelines of type V2.");
    }
    var names = new HashSet<String>();
    for (PipelineVariableDeclaration variable : pipeline.variables()) {
      if (!names.add(variable.name())) {
        throw Refusals.structure("The variable " + variable.name() + " is declared twice.");
      }
    }
  }

  private void checkStores(PipelineDeclaration pipeline) {
    if ((pipeline.artifactStore() == null) == pipeline.artifactStores().isEmpty()) {
      throw Refusals.structure(
          "A pipeline must have either artifactStore or artifactStores, and not both.");
    }
    if (pipeline.artifactStore() == null
        && !pipeline.artifactStores().containsKey(place.region())) {
      throw Refusals.structure(
          "Pipeline does not have an artifact store in the region " + place.region() + ".");
    }
  }

  private static void checkStages(PipelineDeclaration pipeline) {
    int stages = pipeline.stages().size();
    if (stages < LEAST_STAGES) {
      throw Refusals.structure(
          "Pipeline has only "
              + stages
              + " stage(s). There should be a minimum of 2 stages in a pipeline");
    }
    if (stages > MOST_STAGES) {
      throw Refusals.structure(
          "Pipeline has " + stages + " stages. There can be at most " + MOST_STAGES);
    }
    var names = new HashSet<String>();
    for (var stage : pipeline.stages()) {
      if (!names.add(stage.name())) {
        throw Refusals.structure("Stage name '" + stage.name() + "' is used more than once.");
      }
      check(stage, names.size() == 1);
    }
  }

  private static void check(StageDeclaration stage, boolean first) {
    if (!stage.blockers().isEmpty()) {
      throw Refusals.stage("Stage '" + stage.name() + "' has blockers, which are reserved.");
    }
    if (stage.onFailure() != null || stage.onSuccess() != null || stage.beforeEntry() != null) {
      throw Refusals.stage(
          "This region does not act on the conditions (beforeEntry, onSuccess, onFailure) of stage"
              + " '"
              + stage.name()
              + "'.");
    }
    if (stage.actions().isEmpty() || stage.actions().size() > MOST_ACTIONS) {
      throw Refusals.stage(
          "Stage '" + stage.name() + "' must have from 1 to " + MOST_ACTIONS + " actions.");
    }
    for (var action : stage.actions()) {
      boolean source = action.actionTypeId().category() == ActionCategory.SOURCE;
      if (first && !source) {
        throw Refusals.structure(
            "Pipeline should start with a stage that only contains source actions");
      }
      if (!first && source) {
        throw Refusals.structure(
            "Only the first stage may contain source actions: stage '" + stage.name() + "' does");
      }
    }
  }
}
