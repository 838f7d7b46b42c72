package com.shangwellness.region.simulation;

import com.shangwellness.region.traffic.Carried;
import com.shangwellness.region.traffic.Frontend;
import com.shangwellness.region.traffic.Pool;
import com.shangwellness.region.traffic.Pool.Target;
import com.shangwellness.region.traffic.Probe;
import com.shangwellness.region.traffic.ProbeResult;
import com.shangwellness.region.traffic.Readiness;
import com.shangwellness.region.traffic.Serving;
import com.shangwellness.region.traffic.TrafficPlane;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** A plane that has its own idea of targets that drain. */
record FlawedTraffic(TrafficPlane plane, Function<Target, Stream<Target>> draining)
    implements TrafficPlane {

  /** As if it were healthy. */
  static Stream<Target> serving(Target target) {
    return Stream.of(new Target(target.address(), Readiness.SERVING));
  }

  /** As if it were no longer registered. */
  static Stream<Target> gone(Target target) {
    return Stream.empty();
  }

  @Override
  public void pool(Pool pool) {
    var targets =
        pool.targets().stream()
            .flatMap(
                target ->
                    target.readiness() == Readiness.DRAINING
                        ? draining.apply(target)
                        : Stream.of(target))
            .toList();
    plane.pool(new Pool(pool.id(), pool.balancing(), targets));
  }

  @Override
  public void serve(Frontend frontend, Consumer<Serving> answer) {
    plane.serve(frontend, answer);
  }

  @Override
  public void withdraw(String frontend) {
    plane.withdraw(frontend);
  }

  @Override
  public void dropPool(String pool) {
    plane.dropPool(pool);
  }

  @Override
  public void measure(String owner, Consumer<Carried> answer) {
    plane.measure(owner, answer);
  }

  @Override
  public void probe(Probe probe, Consumer<ProbeResult> answer) {
    plane.probe(probe, answer);
  }
}
