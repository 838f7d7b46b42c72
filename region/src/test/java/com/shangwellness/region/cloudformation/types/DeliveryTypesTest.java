package com.shangwellness.region.cloudformation.types;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.place.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.*;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleResponse;

/** The resources of a stack become the calls that CodePipeline and Scheduler take. */
class DeliveryTypesTest {

  private static final Place PLACE = new Place("123456789012", "ap-south-1");

  /** As {@code infra}'s Pipeline and Rebuild are synthesized. */
  private static final String TEMPLATE =
      """
      {"Resources": {
        "Pipeline": {"Type": "AWS::CodePipeline::Pipeline", "Properties": {
          "Name": "shop",
          "RoleArn": "arn:aws:iam::123456789012:role/pipeline",
          "PipelineType": "V2",
          "ExecutionMode": "SUPERSEDED",
          "ArtifactStore": {"Type": "S3", "Location": "artifacts", "EncryptionKey": {
            "Id": "arn:aws:kms:ap-south-1:123456789012:key/1", "Type": "KMS"}},
          "DisableInboundStageTransitions": [{"StageName": "Deploy", "Reason": "a holiday"}],
          "Stages": [
            {"Name": "Source", "Actions": [{
              "Name": "Source", "RunOrder": 1,
              "ActionTypeId": {
                "Category": "Source", "Owner": "AWS", "Provider": "S3", "Version": "1"},
              "Configuration": {
                "S3Bucket": "src", "S3ObjectKey": "source.zip", "PollForSourceChanges": false},
              "OutputArtifacts": [{"Name": "source"}]}]},
            {"Name": "Deploy", "Actions": [{
              "Name": "Approve",
              "ActionTypeId": {
                "Category": "Approval", "Owner": "AWS", "Provider": "Manual", "Version": "1"}}]}],
          "Tags": [{"Key": "team", "Value": "web"}]}},
        "Monthly": {"Type": "AWS::Scheduler::Schedule", "Properties": {
          "Name": "monthly",
          "ScheduleExpression": "cron(0 3 1 * ? *)",
          "ScheduleExpressionTimezone": "Asia/Kolkata",
          "FlexibleTimeWindow": {"Mode": "OFF"},
          "Target": {
            "Arn": "arn:aws:codepipeline:ap-south-1:123456789012:shop",
            "RoleArn": "arn:aws:iam::123456789012:role/scheduler",
            "RetryPolicy": {"MaximumRetryAttempts": 3}}}}},
       "Outputs": {
         "Name": {"Value": {"Ref": "Pipeline"}},
         "Version": {"Value": {"Fn::GetAtt": ["Pipeline", "Version"]}},
         "Schedule": {"Value": {"Fn::GetAtt": ["Monthly", "Arn"]}}}}
      """;

  /** Keeps what it is asked for. */
  private static final class Pipelines implements CodePipelineClient {
    private final List<PipelineDeclaration> declared = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> closed = new HashMap<>();

    @Override
    public CreatePipelineResponse createPipeline(CreatePipelineRequest request) {
      declared.add(request.pipeline());
      asked.add("create with " + request.tags().getFirst().key());
      return CreatePipelineResponse.builder().pipeline(request.pipeline()).build();
    }

    @Override
    public UpdatePipelineResponse updatePipeline(UpdatePipelineRequest request) {
      declared.add(request.pipeline());
      asked.add("update " + request.pipeline().name());
      return UpdatePipelineResponse.builder().pipeline(request.pipeline()).build();
    }

    @Override
    public DeletePipelineResponse deletePipeline(DeletePipelineRequest request) {
      asked.add("delete " + request.name());
      return DeletePipelineResponse.builder().build();
    }

    @Override
    public GetPipelineResponse getPipeline(GetPipelineRequest request) {
      var pipeline = declared.getLast().toBuilder().version(declared.size()).build();
      return GetPipelineResponse.builder().pipeline(pipeline).build();
    }

    @Override
    public GetPipelineStateResponse getPipelineState(GetPipelineStateRequest request) {
      var stages = declared.getLast().stages().stream().map(this::state).toList();
      return GetPipelineStateResponse.builder().stageStates(stages).build();
    }

    private StageState state(StageDeclaration stage) {
      return StageState.builder()
          .stageName(stage.name())
          .inboundTransitionState(t -> t.enabled(!closed.containsKey(stage.name())))
          .build();
    }

    @Override
    public DisableStageTransitionResponse disableStageTransition(
        DisableStageTransitionRequest request) {
      closed.put(request.stageName(), request.reason());
      return DisableStageTransitionResponse.builder().build();
    }

    @Override
    public EnableStageTransitionResponse enableStageTransition(
        EnableStageTransitionRequest request) {
      closed.remove(request.stageName());
      return EnableStageTransitionResponse.builder().build();
    }

    @Override
    public StartPipelineExecutionResponse startPipelineExecution(
        StartPipelineExecutionRequest request) {
      asked.add("start " + request.name());
      return StartPipelineExecutionResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  /** Keeps what it is asked for. */
  private static final class Schedules implements SchedulerClient {
    private final List<String> asked = new ArrayList<>();

    @Override
    public CreateScheduleResponse createSchedule(CreateScheduleRequest request) {
      asked.add("create " + request.name() + " " + request.target().retryPolicy());
      return CreateScheduleResponse.builder()
          .scheduleArn(PLACE.arn("scheduler", "schedule/default/" + request.name()))
          .build();
    }

    @Override
    public UpdateScheduleResponse updateSchedule(UpdateScheduleRequest request) {
      asked.add("update " + request.name() + " " + request.scheduleExpression());
      return UpdateScheduleResponse.builder().build();
    }

    @Override
    public DeleteScheduleResponse deleteSchedule(DeleteScheduleRequest request) {
      asked.add("delete " + request.groupName() + "/" + request.name());
      return DeleteScheduleResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private final Pipelines pipelines = new Pipelines();
  private final Schedules schedules = new Schedules();
  private final TestStacks stacks = new TestStacks(PLACE);

  @BeforeEach
  void begin() {
    stacks.of(
        ResourceTypes.all(CodePipelineTypes.types(pipelines), SchedulerTypes.types(schedules)));
    stacks.creates("delivery", TEMPLATE);
    stacks.passes(Duration.ofMinutes(1));
  }

  private void update(String from, String to) {
    stacks.updates("delivery", TEMPLATE.replace(from, to));
    stacks.passes(Duration.ofMinutes(1));
    assertThat(stacks.status("delivery")).isEqualTo("UPDATE_COMPLETE");
  }

  @Test
  void a_pipeline_and_a_schedule_are_created_as_the_template_says() {
    assertThat(stacks.status("delivery")).isEqualTo("CREATE_COMPLETE");
    assertThat(pipelines.asked).containsExactly("create with team");
    var declared = pipelines.declared.getFirst();
    assertThat(declared.artifactStore().encryptionKey().typeAsString()).isEqualTo("KMS");
    assertThat(declared.executionMode()).isEqualTo(ExecutionMode.SUPERSEDED);
    assertThat(declared.stages().getFirst().actions().getFirst().configuration())
        .containsEntry("PollForSourceChanges", "false");
    assertThat(pipelines.closed).containsExactly(Map.entry("Deploy", "a holiday"));
    assertThat(schedules.asked)
        .containsExactly("create monthly RetryPolicy(MaximumRetryAttempts=3)");
    assertThat(stacks.outputs("delivery"))
        .containsEntry("Name", "shop")
        .containsEntry("Version", "1")
        .containsEntry(
            "Schedule", "arn:aws:scheduler:ap-south-1:123456789012:schedule/default/monthly");
  }

  @Test
  void a_way_that_the_template_closes_no_longer_is_opened() {
    update("[{\"StageName\": \"Deploy\", \"Reason\": \"a holiday\"}]", "[]");

    assertThat(pipelines.closed).isEmpty();
  }

  @Test
  void a_changed_pipeline_is_updated_and_starts_only_where_the_template_wants_it() {
    update("\"SUPERSEDED\"", "\"QUEUED\"");
    assertThat(pipelines.asked).containsExactly("create with team", "update shop");

    update("\"SUPERSEDED\"", "\"QUEUED\", \"RestartExecutionOnUpdate\": true");
    assertThat(pipelines.asked).endsWith("update shop", "start shop");
  }

  @Test
  void a_changed_schedule_is_updated_and_all_goes_with_the_stack() {
    update("cron(0 3 1 * ? *)", "rate(1 day)");
    stacks.deletes("delivery");
    stacks.passes(Duration.ofMinutes(1));

    assertThat(schedules.asked).endsWith("update monthly rate(1 day)", "delete default/monthly");
    assertThat(pipelines.asked).endsWith("delete shop");
  }
}
