package com.shangwellness.region.ecs;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The sizes that Fargate offers: ECS developer guide, "Task CPU and memory". */
final class FargateSize {

  private FargateSize() {}

  /** Whether Fargate has tasks of {@code cpu} units and {@code memory} MiB. */
  static boolean exists(int cpu, int memory) {
    return memories(cpu).contains(memory);
  }

  private static List<Integer> memories(int cpu) {
    return switch (cpu) {
      case 256 -> List.of(512, 1024, 2048);
      case 512 -> steps(1, 4, 1);
      case 1024 -> steps(2, 8, 1);
      case 2048 -> steps(4, 16, 1);
      case 4096 -> steps(8, 30, 1);
      case 8192 -> steps(16, 60, 4);
      case 16384 -> steps(32, 120, 8);
      default -> List.of();
    };
  }

  private static List<Integer> steps(int first, int last, int step) {
    return IntStream.iterate(first, gib -> gib <= last, gib -> gib + step)
        .mapToObj(gib -> gib * 1024)
        .toList();
  }

  /** CPU units of {@code "512"}, {@code "0.5 vCPU"} or {@code ".5 vcpu"}; -1 when it is none. */
  static int cpu(String text) {
    return size(text, "vcpu");
  }

  /** MiB of {@code "1024"}, {@code "1 GB"} or {@code "1GB"}; -1 when it is none. */
  static int memory(String text) {
    return size(text, "gb");
  }

  private static int size(String text, String unit) {
    var plain = text.strip().toLowerCase(Locale.ROOT);
    if (plain.matches("\\d{1,7}")) {
      return Integer.parseInt(plain);
    }
    if (plain.endsWith(unit)) {
      var number = plain.substring(0, plain.length() - unit.length()).strip();
      if (number.matches("\\d{0,4}\\.?\\d{0,3}") && number.matches(".*\\d.*")) {
        return (int) Math.round(Double.parseDouble(number) * 1024);
      }
    }
    return -1;
  }
}
