package com.shangwellness.region.simulation;

import com.shangwellness.region.processes.Usage;
import com.shangwellness.region.tasks.ContainerEvents;
import com.shangwellness.region.tasks.ContainerId;
import com.shangwellness.region.tasks.ContainerSpec;
import com.shangwellness.region.tasks.TaskRuntime;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** A runtime that commands reach until the wires are cut. */
public final class SeveredTasks implements TaskRuntime {

  private final TaskRuntime runtime;
  private final Severing wires;
  private final Set<ContainerId> stopped = new HashSet<>();

  /** {@code runtime} behind {@code wires}. */
  public SeveredTasks(TaskRuntime runtime, Severing wires) {
    this.runtime = runtime;
    this.wires = wires;
  }

  @Override
  public void start(ContainerSpec spec, ContainerEvents events) {
    if (wires.lets()) {
      runtime.start(spec, events);
    }
  }

  /** The containers that were asked to stop. */
  public Set<ContainerId> stopped() {
    return stopped;
  }

  @Override
  public void stop(ContainerId container, Duration grace) {
    if (wires.lets()) {
      stopped.add(container);
      runtime.stop(container, grace);
    }
  }

  @Override
  public void run(
      ContainerId container, List<String> command, Duration timeout, IntConsumer answer) {
    if (wires.lets()) {
      runtime.run(container, command, timeout, answer);
    }
  }

  @Override
  public void usage(Consumer<Map<ContainerId, Usage>> answer) {
    if (wires.lets()) {
      runtime.usage(answer);
    }
  }

  @Override
  public void after(Duration delay, String what, Runnable action) {
    if (wires.lets()) {
      runtime.after(delay, what, action);
    }
  }
}
