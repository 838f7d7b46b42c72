package com.shangwellness.region.stepfunctions;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.eventbridge.EventTarget;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.ActingRole;
import com.shangwellness.region.timeline.Timeline;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.DeleteStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.DeleteStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryRequest;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.ListExecutionsRequest;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;
import software.amazon.awssdk.services.sfn.model.ListStateMachinesRequest;
import software.amazon.awssdk.services.sfn.model.ListStateMachinesResponse;
import software.amazon.awssdk.services.sfn.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sfn.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.sfn.model.LogLevel;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;
import software.amazon.awssdk.services.sfn.model.StateMachineStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.StopExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StopExecutionResponse;
import software.amazon.awssdk.services.sfn.model.Tag;
import software.amazon.awssdk.services.sfn.model.TagResourceRequest;
import software.amazon.awssdk.services.sfn.model.TagResourceResponse;
import software.amazon.awssdk.services.sfn.model.UntagResourceRequest;
import software.amazon.awssdk.services.sfn.model.UntagResourceResponse;
import software.amazon.awssdk.services.sfn.model.UpdateStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.UpdateStateMachineResponse;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * AWS Step Functions (API reference, 2016-11-23): standard state machines with JSONPath whose tasks
 * call this region's services.
 */
public final class StepFunctions implements SfnClient {

  private final Timeline timeline;
  private final StateMachines machines;
  private final Executions executions;
  private final History history;

  /**
   * Step Functions at {@code place}. Executions that were under way when the region stopped go on.
   *
   * @param calls what tasks call
   * @param sts the roles that tasks act for
   */
  public StepFunctions(
      Place place,
      Timeline timeline,
      Store store,
      Ids ids,
      SdkCalls calls,
      StsClient sts,
      EventSink events,
      MetricSink metrics) {
    this.timeline = timeline;
    var prefix = place.region() + "/states.";
    var acting = new ActingRole("states", place, sts);
    var kept = store.table(prefix + "executions", KeptExecution.class);
    var ends = new Ends(kept, timeline, events, metrics);
    this.history = new History(store.table(prefix + "history", HistoryEvent.class), timeline);
    this.machines =
        new StateMachines(
            store.table(prefix + "machines", KeptStateMachine.class),
            place,
            timeline,
            ids,
            calls,
            acting);
    this.executions =
        new Executions(
            kept,
            history,
            timeline,
            ids,
            calls,
            new Runner(kept, history, place, timeline, calls, acting, ends),
            ends);
  }

  /** State machines as targets of EventBridge's rules: an event starts one execution. */
  public EventTarget target() {
    return (rule, arn, event, input) -> {
      // The same when an event is delivered again; another one for another rule.
      var of = UUID.nameUUIDFromBytes((rule + "|" + arn).getBytes(StandardCharsets.UTF_8));
      executions.startOnce(machines.get(arn), event + "_" + of, input);
    };
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** Nothing to close: what is under way is kept. */
  @Override
  public void close() {}

  @Override
  public CreateStateMachineResponse createStateMachine(CreateStateMachineRequest request) {
    var machine = machines.create(request);
    return CreateStateMachineResponse.builder()
        .stateMachineArn(machine.arn())
        .creationDate(machine.created())
        .build();
  }

  /** {@inheritDoc} Executions that run keep their definition. */
  @Override
  public UpdateStateMachineResponse updateStateMachine(UpdateStateMachineRequest request) {
    return UpdateStateMachineResponse.builder()
        .revisionId(machines.update(request).revision())
        .updateDate(timeline.now())
        .build();
  }

  @Override
  public DescribeStateMachineResponse describeStateMachine(DescribeStateMachineRequest request) {
    var machine = machines.get(request.stateMachineArn());
    return DescribeStateMachineResponse.builder()
        .stateMachineArn(machine.arn())
        .name(machine.name())
        .status(StateMachineStatus.ACTIVE)
        .definition(machine.definition())
        .roleArn(machine.roleArn())
        .type(StateMachineType.STANDARD)
        .creationDate(machine.created())
        .loggingConfiguration(l -> l.level(LogLevel.OFF).includeExecutionData(false))
        .tracingConfiguration(t -> t.enabled(false))
        .revisionId(machine.revision())
        .build();
  }

  @Override
  public ListStateMachinesResponse listStateMachines(ListStateMachinesRequest request) {
    var page =
        page(machines.all(), request.nextToken(), request.maxResults(), KeptStateMachine::arn);
    return ListStateMachinesResponse.builder()
        .stateMachines(
            page.items().stream()
                .map(
                    machine ->
                        StateMachineListItem.builder()
                            .stateMachineArn(machine.arn())
                            .name(machine.name())
                            .type(StateMachineType.STANDARD)
                            .creationDate(machine.created())
                            .build())
                .toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  /** {@inheritDoc} What runs of it ends. */
  @Override
  public DeleteStateMachineResponse deleteStateMachine(DeleteStateMachineRequest request) {
    executions.stopAll(request.stateMachineArn());
    machines.remove(request.stateMachineArn());
    return DeleteStateMachineResponse.builder().build();
  }

  @Override
  public StartExecutionResponse startExecution(StartExecutionRequest request) {
    var begun =
        executions.start(
            machines.get(request.stateMachineArn()),
            request.name(),
            Optional.ofNullable(request.input()).orElse("{}"));
    return StartExecutionResponse.builder()
        .executionArn(begun.arn())
        .startDate(begun.told().startDate())
        .build();
  }

  @Override
  public StopExecutionResponse stopExecution(StopExecutionRequest request) {
    return StopExecutionResponse.builder()
        .stopDate(executions.stop(request.executionArn(), request.error(), request.cause()))
        .build();
  }

  @Override
  public DescribeExecutionResponse describeExecution(DescribeExecutionRequest request) {
    return executions.get(request.executionArn()).told();
  }

  @Override
  public ListExecutionsResponse listExecutions(ListExecutionsRequest request) {
    var machine = machines.get(request.stateMachineArn());
    var found =
        executions.of(machine.arn()).stream()
            .map(KeptExecution::told)
            .filter(e -> request.statusFilter() == null || e.status() == request.statusFilter())
            .toList();
    var page =
        page(
            found,
            request.nextToken(),
            request.maxResults(),
            // The newest first: later pages have smaller keys turned round.
            e -> "%020d %s".formatted(Long.MAX_VALUE - e.startDate().toEpochMilli(), e.name()));
    return ListExecutionsResponse.builder()
        .executions(page.items().stream().map(StepFunctions::item).toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  private static ExecutionListItem item(DescribeExecutionResponse told) {
    return ExecutionListItem.builder()
        .executionArn(told.executionArn())
        .stateMachineArn(told.stateMachineArn())
        .name(told.name())
        .status(told.status())
        .startDate(told.startDate())
        .stopDate(told.stopDate())
        .build();
  }

  @Override
  public GetExecutionHistoryResponse getExecutionHistory(GetExecutionHistoryRequest request) {
    var all = history.of(executions.get(request.executionArn()).arn());
    boolean reverse = Boolean.TRUE.equals(request.reverseOrder());
    var page =
        page(
            reverse ? all.reversed() : all,
            request.nextToken(),
            request.maxResults(),
            event -> "%06d".formatted(reverse ? History.MOST - event.id() : event.id()));
    return GetExecutionHistoryResponse.builder()
        .events(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  private static <T> Page<T> page(
      List<T> all, String token, Integer asked, Function<T, String> key) {
    try {
      // "The default is 100 and the maximum allowed page size is 1000. A value of 0 uses the
      // default": API reference.
      int size = Optional.ofNullable(asked).filter(n -> n > 0).orElse(100);
      return Page.of(all, token, size, key);
    } catch (IllegalArgumentException e) {
      throw Refusals.token();
    }
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    machines.tag(request.resourceArn(), request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    machines.untag(request.resourceArn(), request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return ListTagsForResourceResponse.builder()
        .tags(
            machines.tagged(request.resourceArn()).tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }
}
