package com.shangwellness.region.ecs;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.tasks.ContainerId;
import com.shangwellness.region.tasks.TaskRuntime;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.HealthStatus;

/**
 * Runs the health checks of containers. The intervals are region time, a check's time-out is the
 * machine's. What is counted lives as long as the containers do, so it is not kept.
 */
final class ContainerHealth {

  private static final int INTERVAL = 30;
  private static final int TIMEOUT = 5;
  private static final int RETRIES = 3;

  private final Timeline timeline;
  private final Store store;
  private final TaskRuntime runtime;
  private final BiConsumer<ContainerId, HealthStatus> verdict;
  private final Map<ContainerId, Integer> failures = new HashMap<>();

  /**
   * @param verdict hears of each container's health after each check
   */
  ContainerHealth(
      Timeline timeline,
      Store store,
      TaskRuntime runtime,
      BiConsumer<ContainerId, HealthStatus> verdict) {
    this.timeline = timeline;
    this.store = store;
    this.runtime = runtime;
    this.verdict = verdict;
  }

  /** Begins to check a container that was just started, if its definition says so. */
  void watch(ContainerId id, ContainerDefinition definition) {
    var check = definition.healthCheck();
    if (check != null && failures.putIfAbsent(id, 0) == null) {
      var grace = Duration.ofSeconds(requireNonNullElse(check.startPeriod(), 0));
      next(id, check, timeline.now().plus(grace));
    }
  }

  /** Checks a container no more. */
  void forget(ContainerId id) {
    failures.remove(id);
  }

  private void next(ContainerId id, HealthCheck check, Instant graceEnds) {
    var interval = Duration.ofSeconds(requireNonNullElse(check.interval(), INTERVAL));
    var unused =
        timeline.after(interval, "ecs: health of " + id, () -> check(id, check, graceEnds));
  }

  private void check(ContainerId id, HealthCheck check, Instant graceEnds) {
    if (!failures.containsKey(id)) {
      return;
    }
    var timeout = Duration.ofSeconds(requireNonNullElse(check.timeout(), TIMEOUT));
    store.afterCommit(
        () ->
            runtime.run(id, command(check), timeout, exit -> answered(id, check, graceEnds, exit)));
    next(id, check, graceEnds);
  }

  private static List<String> command(HealthCheck check) {
    var words = check.command().subList(1, check.command().size());
    if (check.command().getFirst().equals("CMD")) {
      return words;
    }
    var shell = new ArrayList<>(List.of("/bin/sh", "-c"));
    shell.add(String.join(" ", words));
    return shell;
  }

  private void answered(ContainerId id, HealthCheck check, Instant graceEnds, int exit) {
    var before = failures.get(id);
    if (before == null) {
      return;
    }
    if (exit == 0) {
      failures.put(id, 0);
      verdict.accept(id, HealthStatus.HEALTHY);
    } else if (!timeline.now().isBefore(graceEnds)) {
      // Failures within the start period do not count.
      failures.put(id, before + 1);
      if (before + 1 >= requireNonNullElse(check.retries(), RETRIES)) {
        verdict.accept(id, HealthStatus.UNHEALTHY);
      }
    }
  }
}
