package com.shangwellness.ops.delivery;

import com.shangwellness.ops.delivery.PipelineState.ActionView;
import com.shangwellness.ops.delivery.PipelineState.StageView;
import com.shangwellness.ops.deploy.Waiting;
import com.shangwellness.ops.progress.Happening;
import com.shangwellness.ops.progress.Progress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows an execution stage by stage, the lines of its builds among it, until it is over or a
 * release begins, which has a view of its own.
 */
public final class PipelineFollower {
  private final DeliveryPipeline pipeline;
  private final PipelineReader reader;
  private final Waiting waiting;
  private final Map<String, String> told = new HashMap<>();
  private final Map<String, BuildLog> logs = new HashMap<>();
  private final Set<String> handedOver = new HashSet<>();

  /** Follows executions of {@code pipeline}. */
  public PipelineFollower(DeliveryPipeline pipeline, Waiting waiting) {
    this.pipeline = pipeline;
    this.reader = new PipelineReader(pipeline);
    this.waiting = waiting;
  }

  /** Why following has stopped. */
  public sealed interface Halt {
    /** It is over. */
    record Over(PipelineState state) implements Halt {}

    /** A release has begun. */
    record Release(PipelineState state, String deployment) implements Halt {}
  }

  /** Follows the execution {@code id}; called again, it goes on where it halted. */
  public Halt follow(String id, Progress progress) {
    var first = reader.look(id);
    progress.on(new Happening.Planned(first.stages().stream().map(StageView::name).toList()));
    for (var state = first; ; state = reader.look(id)) {
      tell(state, progress);
      if (state.isOver()) {
        return new Halt.Over(state);
      }
      var release = release(state);
      if (release.isPresent()) {
        handedOver.add(release.get());
        return new Halt.Release(state, release.get());
      }
      waiting.pause();
    }
  }

  private Optional<String> release(PipelineState state) {
    return state.stages().stream()
        .flatMap(stage -> stage.actions().stream())
        .filter(action -> action.isRelease() && action.isInProgress())
        .map(ActionView::externalId)
        .filter(id -> !id.isEmpty() && !handedOver.contains(id))
        .findFirst();
  }

  private void tell(PipelineState state, Progress progress) {
    for (var stage : state.stages()) {
      for (var action : stage.actions()) {
        tell(stage, action, progress);
      }
      tell(stage, progress);
    }
  }

  private void tell(StageView stage, Progress progress) {
    var now = stage.status() + (stage.status().equals("Waiting") ? stage.closed() : "");
    if (now.equals(told.put(stage.name(), now))) {
      return;
    }
    switch (stage.status()) {
      case "InProgress" -> progress.on(new Happening.Begun(stage.name(), stage.actions().size()));
      case "Succeeded" -> progress.ends(stage.name(), "succeeded");
      case "Failed", "Stopped", "Cancelled" ->
          progress.fails(stage.name(), stage.status().toLowerCase(Locale.ROOT));
      case "Waiting" ->
          progress.remarks(
              stage.closed().isEmpty()
                  ? stage.name() + " waits for the execution before it"
                  : "The way into " + stage.name() + " is closed: " + stage.closed());
      default -> {
        // Not there yet, or on its way to one of the others.
      }
    }
  }

  private void tell(StageView stage, ActionView action, Progress progress) {
    if (action.runs() == 0) {
      return;
    }
    if (action.isBuild() && !action.externalId().isEmpty()) {
      log(action.externalId()).readOn(line -> progress.remarks("  " + line));
    }
    var key = stage.name() + "/" + action.name();
    var now = action.status() + " " + action.runs();
    if (now.equals(told.put(key, now))) {
      return;
    }
    if (!told.getOrDefault(stage.name(), "").equals("InProgress")) {
      progress.on(new Happening.Begun(stage.name(), stage.actions().size()));
      told.put(stage.name(), "InProgress");
    }
    progress.on(
        new Happening.Moved(
            stage.name(),
            stage.done(),
            stage.actions().size(),
            action.name(),
            action.status(),
            action.provider()));
    if (action.isInProgress() && action.provider().equals("Manual")) {
      progress.remarks(
          action.name() + " waits for a person: ./shang pipeline approve, in another terminal");
    }
  }

  private BuildLog log(String build) {
    return logs.computeIfAbsent(build, id -> new BuildLog(pipeline.clients(), id));
  }

  /** Why {@code state}'s build failed, if that is why it did. */
  public Optional<BuildFailure> buildFailure(PipelineState state) {
    return state
        .failure()
        .filter(action -> action.isBuild() && !action.externalId().isEmpty())
        .flatMap(action -> BuildFailure.of(pipeline.clients(), action.externalId()));
  }
}
