package com.shangwellness.ops.monitoring;

import com.shangwellness.ops.production.Observer;
import com.shangwellness.ops.production.Production;
import com.shangwellness.ops.production.Snapshot;
import com.shangwellness.ops.targets.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Looks at everything that an operator watches. What was measured changes once a minute and costs
 * money to be asked on AWS, so that it is asked four times a minute at most.
 */
public final class Lookout {
  private static final Duration SHOWN = Duration.ofMinutes(45);
  private static final long MEASUREMENTS_NANOS = Duration.ofSeconds(15).toNanos();
  private static final int EVENTS = 5;

  private final Target target;
  private final Supplier<Observer> observer;
  private final Supplier<List<Production>> productions;
  private Measured measured = new Measured(List.of(), Span.until(Instant.EPOCH, SHOWN), List.of());
  private long measuredAt;
  private boolean hasMeasured;

  /** What changes once a minute. */
  private record Measured(List<Chart> charts, Span span, List<AlarmState> alarms) {}

  /**
   * What was seen.
   *
   * @param time in the region
   * @param span what the charts show
   * @param events of the service, newest first
   */
  public record Sight(
      Instant time,
      Snapshot snapshot,
      List<Chart> charts,
      Span span,
      List<AlarmState> alarms,
      List<String> events) {
    /** Keeps its own copies. */
    public Sight {
      charts = List.copyOf(charts);
      alarms = List.copyOf(alarms);
      events = List.copyOf(events);
    }
  }

  /**
   * A look at {@code target}.
   *
   * @param productions what its stacks hold, the environment's own region first; asked again for
   *     each look, since stacks change
   */
  public Lookout(
      Target target, Supplier<Observer> observer, Supplier<List<Production>> productions) {
    this.target = target;
    this.observer = observer;
    this.productions = productions;
  }

  /** Looks once. */
  public Sight look() {
    var looking = observer.get();
    var snapshot = looking.look();
    var now = target.now(snapshot.region());
    if (!hasMeasured || System.nanoTime() - measuredAt > MEASUREMENTS_NANOS) {
      measured = measure(now);
      measuredAt = System.nanoTime();
      hasMeasured = true;
    }
    return new Sight(
        now,
        snapshot,
        measured.charts(),
        measured.span(),
        measured.alarms(),
        looking.serviceEvents(EVENTS));
  }

  private Measured measure(Instant now) {
    var all = productions.get();
    var span = Span.until(now, SHOWN);
    var home = all.getFirst();
    var charts =
        home.dashboard()
            .map(name -> new Dashboard(home.clients().cloudWatch(), name).charts(span))
            .orElse(List.of());
    return new Measured(charts, span, new AlarmReader(all).look());
  }
}
