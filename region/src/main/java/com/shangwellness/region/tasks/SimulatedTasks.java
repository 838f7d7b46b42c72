package com.shangwellness.region.tasks;

import com.shangwellness.region.processes.Usage;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * Runs containers in imagination, on the timeline's time. With {@link Faults}, its answers come
 * late, twice, in another order or never, as the seed has it. For the timeline's thread only.
 */
public final class SimulatedTasks implements TaskRuntime {

  /**
   * What goes wrong with answers.
   *
   * @param late an answer comes up to this much later than it should
   * @param twice how likely an answer comes twice, 0 to 1
   * @param never how likely an answer does not come, 0 to 1
   */
  public record Faults(Duration late, double twice, double never) {
    /** Every answer comes once and in time. */
    public static final Faults NONE = new Faults(Duration.ZERO, 0, 0);
  }

  /**
   * How busy a container is.
   *
   * @param processors 0.5 for half of one
   * @param memory in bytes
   */
  public record Load(double processors, long memory) {}

  private static final int TERMINATED = 143;

  private final Timeline timeline;
  private final RandomGenerator random;
  private final Map<String, Behaviour> images = new LinkedHashMap<>();
  private final Map<ContainerId, Simulated> containers = new LinkedHashMap<>();
  private final List<ContainerSpec> specs = new ArrayList<>();
  private Faults faults = Faults.NONE;
  private Function<ContainerSpec, Load> load = spec -> new Load(0, 0);

  private static final class Simulated {
    private final ContainerSpec spec;
    private final ContainerEvents events;
    private boolean running;
    private Instant since = Instant.EPOCH;
    private Instant read = Instant.EPOCH;
    private Duration processor = Duration.ZERO;

    Simulated(ContainerSpec spec, ContainerEvents events) {
      this.spec = spec;
      this.events = events;
    }
  }

  /** A runtime whose images all {@link Behaviour#serves serve}, until told otherwise. */
  public SimulatedTasks(Timeline timeline, RandomGenerator random) {
    this.timeline = timeline;
    this.random = random;
  }

  /** Lets containers of the image with this digest behave so from now on. */
  public void behave(String imageDigest, Behaviour behaviour) {
    images.put(imageDigest, behaviour);
  }

  /** Lets answers go wrong so from now on. */
  public void faults(Faults faults) {
    this.faults = faults;
  }

  /** The containers whose processes run now. */
  public Set<ContainerId> running() {
    var running = new LinkedHashSet<ContainerId>();
    containers.forEach(
        (id, container) -> {
          if (container.running) {
            running.add(id);
          }
        });
    return running;
  }

  /** The container whose process listens there; empty when nobody does. */
  public Optional<ContainerSpec> listening(String host, int port) {
    for (var container : containers.values()) {
      var spec = container.spec;
      if (container.running && spec.port() == port && spec.address().equals(host)) {
        return Optional.of(spec);
      }
    }
    return Optional.empty();
  }

  /** All that was ever started, in order. */
  public List<ContainerSpec> started() {
    return List.copyOf(specs);
  }

  /** Lets the process of a container end by itself, as in a crash. */
  public void crash(ContainerId container, int exitCode) {
    end(container, exitCode);
  }

  @Override
  public void start(ContainerSpec spec, ContainerEvents events) {
    if (containers.containsKey(spec.id())) {
      return;
    }
    specs.add(spec);
    var container = new Simulated(spec, events);
    containers.put(spec.id(), container);
    var behaviour = behaviour(spec);
    after(
        behaviour.startsAfter(),
        "tasks: " + spec.id() + " starts",
        () -> begin(container, behaviour));
  }

  private Behaviour behaviour(ContainerSpec spec) {
    return images.getOrDefault(spec.imageDigest(), Behaviour.serves());
  }

  private void begin(Simulated container, Behaviour behaviour) {
    var id = container.spec.id();
    if (containers.get(id) != container) {
      answer(id + " did not start", () -> container.events.failed(stoppedBefore()));
      return;
    }
    if (behaviour.failure().isPresent()) {
      containers.remove(id);
      var reason = behaviour.failure().get();
      answer(id + " did not start", () -> container.events.failed(reason));
      return;
    }
    container.running = true;
    container.since = timeline.now();
    container.read = timeline.now();
    var how = new Started(container.spec.port(), List.of());
    answer(id + " started", () -> container.events.started(how));
    if (!behaviour.output().isEmpty()) {
      answer(id + " wrote", () -> container.events.output(behaviour.output()));
    }
    behaviour
        .exitsAfter()
        .ifPresent(
            delay -> after(delay, "tasks: " + id + " exits", () -> end(id, behaviour.exitCode())));
    behaviour
        .outgrowsAfter()
        .filter(delay -> container.spec.memoryMiB() > 0)
        .ifPresent(delay -> after(delay, "tasks: " + id + " outgrows its memory", () -> kill(id)));
  }

  private static String stoppedBefore() {
    return "CannotStartContainerError: the task was stopped before it started";
  }

  private void end(ContainerId id, int exitCode) {
    var container = containers.get(id);
    if (container != null && container.running) {
      containers.remove(id);
      answer(id + " exited with " + exitCode, () -> container.events.exited(exitCode));
    }
  }

  private void kill(ContainerId id) {
    var container = containers.get(id);
    if (container != null && container.running) {
      containers.remove(id);
      answer(id + " is out of memory", container.events::outOfMemory);
    }
  }

  @Override
  public void stop(ContainerId id, Duration grace) {
    var container = containers.get(id);
    if (container == null) {
      return;
    }
    if (!container.running) {
      containers.remove(id);
      return;
    }
    Optional<Duration> willing =
        behaviour(container.spec).stopsAfter().filter(delay -> delay.compareTo(grace) <= 0);
    after(
        willing.orElse(grace),
        "tasks: " + id + " stops",
        () -> end(id, willing.isPresent() ? TERMINATED : ContainerEvents.KILLED));
  }

  @Override
  public void run(ContainerId id, List<String> command, Duration timeout, IntConsumer answer) {
    var container = containers.get(id);
    int exitCode =
        container != null && container.running
            ? behaviour(container.spec).commands()
            : COMMAND_FAILED;
    answer("a command in " + id, () -> answer.accept(exitCode));
  }

  /** From now on a container's processes are as busy as {@code load} says whenever it is asked. */
  public void load(Function<ContainerSpec, Load> load) {
    this.load = load;
  }

  @Override
  public void usage(Consumer<Map<ContainerId, Usage>> answer) {
    var usage = new LinkedHashMap<ContainerId, Usage>();
    containers.forEach(
        (id, container) -> {
          if (container.running) {
            usage.put(id, usage(container));
          }
        });
    answer("what containers have used", () -> answer.accept(usage));
  }

  private Usage usage(Simulated container) {
    var now = load.apply(container.spec);
    var wall = Duration.between(container.read, timeline.now());
    container.processor =
        container.processor.plusNanos(Math.round(wall.toNanos() * now.processors()));
    container.read = timeline.now();
    var age = Duration.between(container.since, timeline.now());
    return new Usage(container.processor, age, Math.max(now.memory(), grown(container, age)));
  }

  private long grown(Simulated container, Duration age) {
    long limit = (long) container.spec.memoryMiB() << 20;
    return behaviour(container.spec)
        .outgrowsAfter()
        .map(whole -> limit * age.toMillis() / Math.max(1, whole.toMillis()))
        .orElse(0L);
  }

  /** {@inheritDoc} The machine's time is the simulation's. */
  @Override
  public void after(Duration delay, String what, Runnable action) {
    var unused = timeline.after(delay, what, action);
  }

  private void answer(String what, Runnable event) {
    if (random.nextDouble() < faults.never()) {
      return;
    }
    int times = random.nextDouble() < faults.twice() ? 2 : 1;
    for (int i = 0; i < times; i++) {
      long late = faults.late().isZero() ? 0 : random.nextLong(faults.late().toMillis());
      after(Duration.ofMillis(late), "tasks: " + what, event);
    }
  }
}
