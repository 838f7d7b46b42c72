package com.shangwellness.region.cloudwatch;

import com.shangwellness.region.store.Store;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * Measures what CloudWatch costs: series with a point every ten seconds and alarms on them, as a
 * share of one core at pace 1, and a simulated day. {@code bench/alarms.sh} runs it.
 */
final class AlarmBench {

  private static final int SERIES = 10_000;
  private static final int ALARMS = 1_000;
  private static final Duration POINT = Duration.ofSeconds(10);

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Path folder;

  private AlarmBench(Path folder) {
    this.folder = folder;
  }

  /** The argument: how many minutes of region time to measure, after ten to warm up. */
  public static void main(String[] arguments) throws IOException {
    var folder = Files.createTempDirectory("alarm-bench");
    try {
      var bench = new AlarmBench(folder);
      bench.many(Integer.parseInt(arguments[0]));
      for (int run = 0; run < 3; run++) {
        bench.day();
      }
    } finally {
      try (var all = Files.walk(folder)) {
        all.sorted(Collections.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
  }

  private static List<MetricDatum> data(int first, int count, double value) {
    var data = new ArrayList<MetricDatum>();
    for (int i = first; i < first + count; i++) {
      data.add(MetricDatum.builder().metricName("m" + i).value(value + i % 7).build());
    }
    return data;
  }

  private static void alarms(TestCloudWatch region, int count) {
    for (int i = 0; i < count; i++) {
      var metric = "m" + i;
      region.watches(
          "a" + i,
          3,
          r ->
              r.namespace("Test")
                  .metricName(metric)
                  .statistic((String) null)
                  .extendedStatistic("p90")
                  .datapointsToAlarm(2)
                  .threshold(90.0));
    }
  }

  private void many(int minutes) {
    try (var store = Store.open(folder.resolve("many.db"))) {
      var region = new TestCloudWatch(store, START);
      alarms(region, ALARMS);
      run(region, 10);
      var begun = System.nanoTime();
      var cpu = cpu();
      var passing = run(region, minutes);
      double seconds = minutes * 60.0;
      System.out.printf(
          "%d series, %d alarms, %d min of region time in %.1f s:%n",
          SERIES, ALARMS, minutes, (System.nanoTime() - begun) / 1e9);
      System.out.printf(
          "recording %.2f %% of a core, evaluating %.2f %%, longest action %.0f ms%n",
          (cpu() - cpu - passing.total) / 1e7 / seconds,
          passing.total / 1e7 / seconds,
          passing.longest / 1e6);
      System.gc();
      var memory = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      System.out.printf("heap in use: %d MB%n", memory >> 20);
    }
  }

  /** Nanoseconds of this thread's time for what the timeline did. */
  private record Passing(long total, long longest) {}

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Passing run(TestCloudWatch region, int minutes) {
    long total = 0;
    long longest = 0;
    for (int i = 0; i < minutes * 6; i++) {
      var round = i;
      region.ask(
          () -> {
            for (int first = 0; first < SERIES; first += 100) {
              region.cloudWatch.record("Test", data(first, 100, round % 50 + 50));
            }
            return round;
          });
      var before = cpu();
      region.passes(POINT);
      var took = cpu() - before;
      total += took;
      longest = Math.max(longest, took);
    }
    return new Passing(total, longest);
  }

  /** Ten tasks with six metrics each, a point a minute, and 50 alarms. */
  private void day() {
    try (var store = Store.inMemory()) {
      var region = new TestCloudWatch(store, START);
      alarms(region, 50);
      var begun = System.nanoTime();
      for (int minute = 0; minute < 1440; minute++) {
        var value = 50 + 50 * Math.sin(minute / 60.0);
        region.ask(
            () -> {
              region.cloudWatch.record("Test", data(0, 60, value));
              return value;
            });
        region.passes(Duration.ofMinutes(1));
      }
      System.out.printf(
          "a simulated day, 60 series, 50 alarms, %d notifications: %.2f s%n",
          region.events.size(), (System.nanoTime() - begun) / 1e9);
    }
  }
}
