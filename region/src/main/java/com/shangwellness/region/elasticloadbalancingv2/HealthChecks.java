package com.shangwellness.region.elasticloadbalancingv2;

import com.shangwellness.region.elasticloadbalancingv2.Inventory.Registration;
import com.shangwellness.region.network.Loopback;
import com.shangwellness.region.network.Ports;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.traffic.Address;
import com.shangwellness.region.traffic.Probe;
import com.shangwellness.region.traffic.ProbeResult;
import com.shangwellness.region.traffic.TrafficPlane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks every target that is in use, at its group's interval (of region time). Every check has a
 * number: an answer that comes twice, or after a later one, does not count, and one that never
 * comes holds nothing up.
 */
final class HealthChecks {

  // A target counts when the load balancer's nodes have heard of it (ELB guide, "Target health
  // status": Elb.RegistrationInProgress); AWS gives no number, and takes seconds.
  private static final Duration REGISTRATION = Duration.ofMillis(2500);

  private final Timeline timeline;
  private final Store store;
  private final Inventory inventory;
  private final TrafficPlane plane;
  private final Ports ports;
  private final Wiring wiring;
  private final List<TargetHealthEvents> listeners = new ArrayList<>();

  // What is armed: not state, since every round looks at the tables again. A target that left and
  // came back is watched under a new number, so that nothing of its former life counts.
  private final Map<String, Long> watched = new HashMap<>();
  private final Map<String, Long> counted = new HashMap<>();
  private long numbers;

  HealthChecks(
      Timeline timeline,
      Store store,
      Inventory inventory,
      TrafficPlane plane,
      Ports ports,
      Wiring wiring) {
    this.timeline = timeline;
    this.store = store;
    this.inventory = inventory;
    this.plane = plane;
    this.ports = ports;
    this.wiring = wiring;
  }

  void tell(TargetHealthEvents listener) {
    listeners.add(listener);
  }

  /** After a restart nothing is known: targets are checked anew, whatever they were. */
  void resume() {
    inventory.registrations.values().forEach(this::forget);
    watch();
  }

  /** Begins to check what is in use by now; what no longer is forgets how it did. */
  void watch() {
    watched.keySet().removeIf(key -> !inventory.registrations.contains(key));
    counted.keySet().retainAll(watched.keySet());
    for (var registration : inventory.registrations.values()) {
      var key = registration.key();
      if (!isInUse(registration)) {
        watched.remove(key);
        forget(registration);
      } else if (!watched.containsKey(key)) {
        long watch = ++numbers;
        watched.put(key, watch);
        counted.put(key, watch);
        next(registration, watch, REGISTRATION);
      }
    }
  }

  private boolean isInUse(Registration registration) {
    return wiring.isInUse(registration.group(), registration.zone());
  }

  private void forget(Registration registration) {
    if (!registration.health().equals(Health.REGISTERING)) {
      inventory.registrations.put(registration.key(), registration.with(Health.REGISTERING));
    }
  }

  private void next(Registration registration, long watch, Duration delay) {
    var key = registration.key();
    timeline.after(
        delay,
        "elb: check " + registration.id() + ":" + registration.port(),
        () -> watchedTarget(key, watch).ifPresent(target -> check(target, watch)));
  }

  private Optional<Registration> watchedTarget(String key, long watch) {
    return watched.getOrDefault(key, 0L) == watch
        ? inventory.registrations.get(key).filter(this::isInUse)
        : Optional.empty();
  }

  private void check(Registration registration, long watch) {
    if (registration.health().equals(Health.REGISTERING)) {
      become(registration, Health.INITIAL);
    }
    var group = inventory.group(registration.group());
    var key = registration.key();
    long round = ++numbers;
    var probe =
        new Probe(
            new Address(
                Loopback.of(registration.id()),
                ports.served(Targets.checkPort(group, registration.port()))),
            group.healthCheckPath(),
            Duration.ofSeconds(group.healthCheckTimeoutSeconds()));
    store.afterCommit(() -> plane.probe(probe, result -> answered(key, watch, round, result)));
    next(registration, watch, Duration.ofSeconds(group.healthCheckIntervalSeconds()));
  }

  private void answered(String key, long watch, long round, ProbeResult result) {
    var target = watchedTarget(key, watch);
    if (target.isPresent() && counted.get(key) < round) {
      counted.put(key, round);
      var registration = target.get();
      become(
          registration, registration.health().after(result, inventory.group(registration.group())));
    }
  }

  private void become(Registration registration, Health next) {
    var before = registration.health();
    if (next.equals(before)) {
      return;
    }
    inventory.registrations.put(registration.key(), registration.with(next));
    if (next.stage() != before.stage() || !next.reason().equals(before.reason())) {
      wiring.changed();
      var target = Targets.description(registration.id(), registration.port(), registration.zone());
      List.copyOf(listeners).forEach(l -> l.changed(registration.group(), target, next.shown()));
    }
  }
}
