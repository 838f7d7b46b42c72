package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.Properties;
import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ArtifactStore;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineTriggerDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineVariableDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageTransitionType;
import software.amazon.awssdk.services.codepipeline.model.Tag;

/** The resource type of AWS CodePipeline. */
public final class CodePipelineTypes {

  private static final String RESTART = "RestartExecutionOnUpdate";
  private static final String TRANSITIONS = "DisableInboundStageTransitions";

  private CodePipelineTypes() {}

  /** The type, acting through {@code pipelines}. */
  public static ResourceTypes types(CodePipelineClient pipelines) {
    return ResourceTypes.of(
        type("AWS::CodePipeline::Pipeline")
            .createWith(pipeline -> create(pipelines, pipeline))
            .named("Name", 100)
            .byHand(
                "ArtifactStore",
                "ArtifactStores",
                "ExecutionMode",
                "Name",
                "PipelineType",
                RESTART,
                "RoleArn",
                "Stages",
                "Triggers",
                "Variables")
            .ref(created -> created.pipeline().name())
            .attributeOnceStable(
                "Version",
                name -> pipelines.getPipeline(r -> r.name(name)).pipeline().version().toString())
            .setting(TRANSITIONS, pipeline -> setTransitions(pipelines, pipeline))
            .updateWith(change -> update(pipelines, change))
            .onChange("Tags", change -> retag(pipelines, change))
            .delete(name -> pipelines.deletePipeline(r -> r.name(name))));
  }

  private static CreatePipelineResponse create(CodePipelineClient pipelines, Resource pipeline) {
    var name = pipeline.properties().text("Name").orElse(pipeline.id());
    var tags =
        pipeline.properties().tags().entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    return pipelines.createPipeline(
        r -> r.pipeline(declaration(name, pipeline.properties())).tags(tags));
  }

  private static void update(CodePipelineClient pipelines, Update change) {
    pipelines.updatePipeline(r -> r.pipeline(declaration(change.id(), change.properties())));
    if (change.properties().is(RESTART)) {
      pipelines.startPipelineExecution(r -> r.name(change.id()));
    }
  }

  private static PipelineDeclaration declaration(String name, Properties properties) {
    var declaration =
        PipelineDeclaration.builder()
            .name(name)
            .roleArn(properties.require("RoleArn"))
            .stages(
                properties.objects("Stages").stream()
                    .map(stage -> stage.fill(StageDeclaration.builder()).build())
                    .toList())
            .variables(
                properties.objects("Variables").stream()
                    .map(one -> one.fill(PipelineVariableDeclaration.builder()).build())
                    .toList())
            .triggers(
                properties.objects("Triggers").stream()
                    .map(one -> one.fill(PipelineTriggerDeclaration.builder()).build())
                    .toList());
    properties.text("ExecutionMode").ifPresent(declaration::executionMode);
    properties.text("PipelineType").ifPresent(declaration::pipelineType);
    properties
        .object("ArtifactStore")
        .ifPresent(store -> declaration.artifactStore(store.fill(ArtifactStore.builder()).build()));
    var stores = stores(properties.objects("ArtifactStores"));
    if (!stores.isEmpty()) {
      declaration.artifactStores(stores);
    }
    return declaration.build();
  }

  private static Map<String, ArtifactStore> stores(List<Properties> list) {
    var stores = new LinkedHashMap<String, ArtifactStore>();
    for (var one : list) {
      one.object("ArtifactStore")
          .ifPresent(
              store ->
                  stores.put(one.require("Region"), store.fill(ArtifactStore.builder()).build()));
    }
    return stores;
  }

  // The ways that the template does not close are open.
  private static void setTransitions(CodePipelineClient pipelines, Resource pipeline) {
    var closed = new LinkedHashMap<String, String>();
    pipeline
        .properties()
        .objects(TRANSITIONS)
        .forEach(one -> closed.put(one.require("StageName"), one.require("Reason")));
    var states = pipelines.getPipelineState(r -> r.name(pipeline.id())).stageStates();
    for (var stage : states) {
      boolean open = stage.inboundTransitionState().enabled();
      if (!open && !closed.containsKey(stage.stageName())) {
        pipelines.enableStageTransition(
            r ->
                r.pipelineName(pipeline.id())
                    .stageName(stage.stageName())
                    .transitionType(StageTransitionType.INBOUND));
      }
    }
    closed.forEach(
        (stage, reason) ->
            pipelines.disableStageTransition(
                r ->
                    r.pipelineName(pipeline.id())
                        .stageName(stage)
                        .transitionType(StageTransitionType.INBOUND)
                        .reason(reason)));
  }

  private static void retag(CodePipelineClient pipelines, Update change) {
    var arn = pipelines.getPipeline(r -> r.name(change.id())).metadata().pipelineArn();
    change.retag(
        gone -> pipelines.untagResource(r -> r.resourceArn(arn).tagKeys(gone)),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags -> pipelines.tagResource(r -> r.resourceArn(arn).tags(tags)));
  }
}
