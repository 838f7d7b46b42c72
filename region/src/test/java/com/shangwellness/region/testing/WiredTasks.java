package com.shangwellness.region.testing;

import com.shangwellness.region.processes.Usage;
import com.shangwellness.region.tasks.ContainerEvents;
import com.shangwellness.region.tasks.ContainerId;
import com.shangwellness.region.tasks.ContainerSpec;
import com.shangwellness.region.tasks.SimulatedTasks;
import com.shangwellness.region.tasks.Started;
import com.shangwellness.region.tasks.TaskRuntime;
import com.shangwellness.region.traffic.Address;
import com.shangwellness.region.traffic.SimulatedTraffic;
import com.shangwellness.region.traffic.SimulatedTraffic.Behaviour;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Simulated tasks that answer simulated requests while they run, as their image does. */
final class WiredTasks implements TaskRuntime {

  private static final Behaviour HEALTHY = new Behaviour.Answers(200);

  private final SimulatedTasks tasks;
  private final SimulatedTraffic traffic;
  private final Map<String, Behaviour> images;
  private final Map<Address, ContainerSpec> listening = new HashMap<>();

  WiredTasks(SimulatedTasks tasks, SimulatedTraffic traffic, Map<String, Behaviour> images) {
    this.tasks = tasks;
    this.traffic = traffic;
    this.images = images;
  }

  private static Address address(ContainerSpec spec) {
    return new Address(spec.address(), spec.port());
  }

  /** Tasks of this image answer so from now on. */
  void behave(String digest, Behaviour behaviour) {
    images.put(digest, behaviour);
    listening.forEach(
        (address, spec) -> {
          if (spec.imageDigest().equals(digest)) {
            traffic.target(address, behaviour);
          }
        });
  }

  @Override
  public void start(ContainerSpec spec, ContainerEvents events) {
    tasks.start(spec, new Listening(spec, events));
  }

  @Override
  public void stop(ContainerId container, Duration grace) {
    tasks.stop(container, grace);
  }

  @Override
  public void run(
      ContainerId container, List<String> command, Duration timeout, IntConsumer answer) {
    tasks.run(container, command, timeout, answer);
  }

  @Override
  public void usage(Consumer<Map<ContainerId, Usage>> answer) {
    tasks.usage(answer);
  }

  @Override
  public void after(Duration delay, String what, Runnable action) {
    tasks.after(delay, what, action);
  }

  private final class Listening implements ContainerEvents {
    private final ContainerSpec spec;
    private final ContainerEvents events;

    Listening(ContainerSpec spec, ContainerEvents events) {
      this.spec = spec;
      this.events = events;
    }

    @Override
    public void started(Started how) {
      listening.put(address(spec), spec);
      traffic.target(address(spec), images.getOrDefault(spec.imageDigest(), HEALTHY));
      events.started(how);
    }

    @Override
    public void output(List<String> lines) {
      events.output(lines);
    }

    @Override
    public void exited(int exitCode) {
      listening.remove(address(spec));
      traffic.target(address(spec), new Behaviour.Refuses());
      events.exited(exitCode);
    }

    @Override
    public void failed(String reason) {
      events.failed(reason);
    }
  }
}
