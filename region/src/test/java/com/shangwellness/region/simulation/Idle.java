package com.shangwellness.region.simulation;

import com.shangwellness.region.SimulatedRegion;
import com.shangwellness.region.traffic.SimulatedTraffic.Behaviour;
import java.nio.file.Files;
import java.time.Duration;
import java.util.SplittableRandom;

final class Idle {
  public static void main(String[] a) throws Exception {
    var folder = Files.createTempDirectory("sim");
    for (int i = 0; i < Integer.parseInt(a[0]); i++) {
      var t0 = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      var region = SimulatedRegion.begin(folder, new SplittableRandom(i));
      var t1 = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      region
          .traffic()
          .targets(
              address ->
                  region
                      .tasks()
                      .listening(address.host(), address.port())
                      .<Behaviour>map(s -> new Behaviour.Answers(200))
                      .orElse(new Behaviour.Refuses()));
      var site = Site.build(region, Terms.production());
      region.timeline().settle();
      var t2 = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      int e = region.timeline().history().size();
      region.timeline().passes(Duration.ofMinutes(Integer.parseInt(a[1])));
      var t3 = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      int n = region.timeline().history().size() - e;
      if (i % 20 == 0)
        System.out.printf(
            "compose %.2f ms, build %.2f ms, %d events in %.2f ms, %.1f us each, %d commits%n",
            (t1 - t0) / 1e6,
            (t2 - t1) / 1e6,
            n,
            (t3 - t2) / 1e6,
            (t3 - t2) / 1e3 / n,
            region.commits());
      if (i == 0) {
        var h = new java.util.TreeMap<String, Integer>();
        region
            .timeline()
            .history()
            .forEach(
                l ->
                    h.merge(
                        l.substring(21).replaceAll("[0-9a-f]{8,}|[0-9.]+", "#"), 1, Integer::sum));
        h.forEach((k, v) -> System.out.println(v + " " + k));
      }
    }
  }
}
