package com.shangwellness.region.simulation;

import com.shangwellness.region.traffic.Carried;
import com.shangwellness.region.traffic.Frontend;
import com.shangwellness.region.traffic.Pool;
import com.shangwellness.region.traffic.Probe;
import com.shangwellness.region.traffic.ProbeResult;
import com.shangwellness.region.traffic.Serving;
import com.shangwellness.region.traffic.TrafficPlane;
import java.util.function.Consumer;

/** A traffic plane that commands reach until the wires are cut. */
public final class SeveredTraffic implements TrafficPlane {

  private final TrafficPlane plane;
  private final Severing wires;

  /** {@code plane} behind {@code wires}. */
  public SeveredTraffic(TrafficPlane plane, Severing wires) {
    this.plane = plane;
    this.wires = wires;
  }

  @Override
  public void serve(Frontend frontend, Consumer<Serving> answer) {
    if (wires.lets()) {
      plane.serve(frontend, answer);
    }
  }

  @Override
  public void withdraw(String frontend) {
    if (wires.lets()) {
      plane.withdraw(frontend);
    }
  }

  @Override
  public void pool(Pool pool) {
    if (wires.lets()) {
      plane.pool(pool);
    }
  }

  @Override
  public void dropPool(String pool) {
    if (wires.lets()) {
      plane.dropPool(pool);
    }
  }

  @Override
  public void measure(String owner, Consumer<Carried> answer) {
    if (wires.lets()) {
      plane.measure(owner, answer);
    }
  }

  @Override
  public void probe(Probe probe, Consumer<ProbeResult> answer) {
    if (wires.lets()) {
      plane.probe(probe, answer);
    }
  }
}
