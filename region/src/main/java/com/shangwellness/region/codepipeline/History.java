package com.shangwellness.region.codepipeline;

import com.shangwellness.region.paging.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionFilter;
import software.amazon.awssdk.services.codepipeline.model.ExecutionType;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsResponse;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.StartTimeRange;

/** What pipelines did, the newest first. */
final class History {

  private static final int PAGE = 100;

  private final Records records;

  History(Records records) {
    this.records = records;
  }

  ListPipelineExecutionsResponse list(ListPipelineExecutionsRequest request) {
    records.pipelines().get(request.pipelineName());
    var stage =
        Optional.ofNullable(request.filter())
            .map(filter -> filter.succeededInStage())
            .map(filter -> filter.stageName());
    var all =
        records.executions().newestFirst(request.pipelineName()).stream()
            .filter(execution -> stage.filter(name -> !hasPassed(execution, name)).isEmpty())
            .toList();
    var page = page(all, request.nextToken(), request.maxResults(), KeptExecution::id);
    return ListPipelineExecutionsResponse.builder()
        .pipelineExecutionSummaries(page.items().stream().map(History::summary).toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  private boolean hasPassed(KeptExecution execution, String stage) {
    var names = records.pipelines().of(execution).stages().stream().map(s -> s.name()).toList();
    int position = names.indexOf(stage);
    int reached = execution.position().stage();
    boolean whole = execution.status() == PipelineExecutionStatus.SUCCEEDED;
    return position >= 0 && (position < reached || whole);
  }

  private static PipelineExecutionSummary summary(KeptExecution execution) {
    var summary =
        PipelineExecutionSummary.builder()
            .pipelineExecutionId(execution.id())
            .status(execution.execution().statusAsString())
            .statusSummary(execution.execution().statusSummary())
            .startTime(execution.started())
            .lastUpdateTime(execution.updated())
            .sourceRevisions(execution.revisions())
            .trigger(execution.execution().trigger())
            .executionMode(execution.execution().executionMode())
            .executionType(ExecutionType.STANDARD);
    if (!execution.stopReason().isEmpty()) {
      summary.stopTrigger(t -> t.reason(execution.stopReason()));
    }
    return summary.build();
  }

  ListActionExecutionsResponse list(ListActionExecutionsRequest request) {
    records.pipelines().get(request.pipelineName());
    var all =
        records.runs().of(request.pipelineName()).reversed().stream()
            .map(KeptAction::detail)
            .filter(filter(request))
            .toList();
    var page =
        page(
            all,
            request.nextToken(),
            request.maxResults(),
            ActionExecutionDetail::actionExecutionId);
    return ListActionExecutionsResponse.builder()
        .actionExecutionDetails(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  private Predicate<ActionExecutionDetail> filter(ListActionExecutionsRequest request) {
    var filter =
        Optional.ofNullable(request.filter()).orElseGet(ActionExecutionFilter.builder()::build);
    var latest = filter.latestInPipelineExecution();
    if (latest == null) {
      var id = filter.pipelineExecutionId();
      if (id == null) {
        return run -> true;
      }
      records.executions().get(request.pipelineName(), id);
      return run -> run.pipelineExecutionId().equals(id);
    }
    var execution = records.executions().get(request.pipelineName(), latest.pipelineExecutionId());
    var newest =
        records.runs().of(execution).stream()
            .collect(
                Collectors.toMap(
                    run -> run.stage() + "/" + run.name(), KeptAction::id, (a, b) -> b));
    boolean all = latest.startTimeRange() == StartTimeRange.ALL;
    return run ->
        run.pipelineExecutionId().equals(execution.id())
            && (all || newest.containsValue(run.actionExecutionId()));
  }

  /** One page of {@code all}. */
  static <T> Page<T> page(List<T> all, String token, Integer size, Function<T, String> key) {
    try {
      return Page.of(all, token, Optional.ofNullable(size).orElse(PAGE), key);
    } catch (IllegalArgumentException e) {
      throw Refusals.badToken(token);
    }
  }
}
