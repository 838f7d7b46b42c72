package com.shangwellness.region.simulation;

import java.nio.file.Files;

final class Trial {
  public static void main(String[] a) throws Exception {
    var folder = Files.createTempDirectory("sim");
    long from = Long.parseLong(a[0]), to = Long.parseLong(a[1]);
    var bean = java.lang.management.ManagementFactory.getThreadMXBean();
    long events = 0;
    int broken = 0;
    var kinds = new java.util.TreeMap<String, Integer>();
    var t = bean.getCurrentThreadCpuTime();
    var by = new java.util.TreeMap<String, java.util.List<Long>>();
    for (long seed = from; seed < to; seed++) {
      var t0 = bean.getCurrentThreadCpuTime();
      try {
        var o = History.of(seed, folder);
        events += o.events();
        o.releases()
            .forEach(r -> kinds.merge(r.substring(12).replaceAll("^ ", ""), 1, Integer::sum));
        if (a.length > 2) {
          o.lines().forEach(System.out::println);
          System.out.println(o.releases());
        }
        if (seed % 500 == 0)
          System.out.printf(
              "%d: %d events, %.1f ms, %s%n",
              seed, o.events(), (bean.getCurrentThreadCpuTime() - t0) / 1e6, o.releases());
      } catch (Throwable e) {
        broken++;
        var m = String.valueOf(e.getMessage());
        var first = m.lines().findFirst().orElse("");
        by.computeIfAbsent(
                first.replaceAll("\\d{4}-[^ ]*|d-[A-Z0-9]+|ecs-svc/\\d+|[0-9.]{4,}|seed \\d+", "#"),
                k -> new java.util.ArrayList<>())
            .add(seed);
        if (a.length > 2) {
          System.out.println(m);
          e.printStackTrace(System.out);
        }
      }
    }
    kinds.forEach((k, v) -> System.out.println("  " + v + " " + k));
    by.forEach(
        (k, v) ->
            System.out.println(
                v.size() + " " + k + "   seeds " + v.subList(0, Math.min(6, v.size()))));
    System.out.printf(
        "%d histories, %d broken, %d events, %.1f ms each%n",
        to - from, broken, events, (bean.getCurrentThreadCpuTime() - t) / 1e6 / (to - from));
  }
}
