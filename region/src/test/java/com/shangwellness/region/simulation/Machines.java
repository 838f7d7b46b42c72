package com.shangwellness.region.simulation;

import com.shangwellness.region.SimulatedRegion;
import com.shangwellness.region.tasks.ContainerId;
import com.shangwellness.region.tasks.ContainerSpec;
import com.shangwellness.region.tasks.SimulatedTasks;
import com.shangwellness.region.tasks.SimulatedTasks.Load;
import com.shangwellness.region.traffic.Address;
import com.shangwellness.region.traffic.SimulatedTraffic;
import com.shangwellness.region.traffic.SimulatedTraffic.Behaviour;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The machines on which containers run, in two zones: what runs there, how, and what goes wrong.
 */
final class Machines {

  /**
   * How answers of the outside go wrong.
   *
   * @param chance of each kind of trouble, 0 to 1
   */
  record Trouble(double chance, Duration late) {
    static final Trouble NONE = new Trouble(0, Duration.ZERO);
  }

  private static final Behaviour REFUSES = new Behaviour.Refuses();
  private static final Behaviour HANGS = new Behaviour.Hangs();
  private static final long MEMORY = 400L << 20;

  private final Map<String, Version> versions = new HashMap<>();
  private final Map<Version, Behaviour> health = new HashMap<>();
  private final Set<Character> lost = new HashSet<>();
  private SimulatedRegion region;
  private double busy = 0.1;
  private Trouble trouble = Trouble.NONE;

  /** Machines on which the containers of {@code region} run. */
  Machines(SimulatedRegion region) {
    this.region = region;
    for (var version : Version.values()) {
      health.put(version, new Behaviour.Answers(version.health()));
    }
  }

  /** The images that may run. */
  void know(Map<Version, String> digests) {
    digests.forEach((version, digest) -> versions.put(digest, version));
    serve(region);
  }

  /** From now on they are those of {@code next}; whatever ran is gone. */
  void serve(SimulatedRegion next) {
    region = next;
    versions.forEach((digest, version) -> region.tasks().behave(digest, version.behaviour()));
    region.tasks().load(spec -> new Load(busy, MEMORY));
    region.traffic().targets(this::behaviour);
    apply();
  }

  private Behaviour behaviour(Address address) {
    if (lost.contains(zone(address.host()))) {
      return HANGS;
    }
    var container = region.tasks().listening(address.host(), address.port());
    return container.isPresent() ? health.get(version(container.get())) : REFUSES;
  }

  Version version(ContainerSpec container) {
    return versions.getOrDefault(container.imageDigest(), Version.GOOD);
  }

  /** What listens at this address, or did last. */
  Optional<ContainerSpec> lastAt(Address address) {
    return region
        .tasks()
        .listening(address.host(), address.port())
        .or(
            () ->
                region.tasks().started().reversed().stream()
                    .filter(container -> container.address().equals(address.host()))
                    .findFirst());
  }

  /** Whether the process still runs and can be reached. */
  boolean isUp(ContainerSpec container) {
    return !lost.contains(zone(container.address()))
        && region
            .tasks()
            .listening(container.address(), container.port())
            .filter(container::equals)
            .isPresent();
  }

  /** Whether ECS has asked it to stop. */
  boolean wasStopped(ContainerId container) {
    return region.stopped().contains(container);
  }

  static char zone(String address) {
    return Site.zone(address);
  }

  /** A container's process dies. */
  void kill(ContainerId container) {
    region.tasks().crash(container, 137);
  }

  /** Nothing in the zone can be reached any more. */
  void lose(char zone) {
    lost.add(zone);
  }

  boolean hasLost(char zone) {
    return lost.contains(zone);
  }

  /** All zones are back. */
  void restore() {
    lost.clear();
  }

  /** From now on each container uses so much of a processor. */
  void load(double processors) {
    busy = processors;
  }

  /** From now on answers go wrong so. */
  void trouble(Trouble next) {
    trouble = next;
    apply();
  }

  private void apply() {
    double chance = trouble.chance();
    region.tasks().faults(new SimulatedTasks.Faults(trouble.late(), chance, chance / 4));
    region.traffic().faults(new SimulatedTraffic.Faults(chance, chance, chance, trouble.late()));
  }
}
