package com.shangwellness.region.vulnerabilities;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The base score of a vector of CVSS 3 (FIRST, "CVSS v3.1 Specification Document", 7.1). */
final class Cvss {

  private static final Map<String, Double> WEIGHTS =
      Map.ofEntries(
          Map.entry("AV:N", 0.85),
          Map.entry("AV:A", 0.62),
          Map.entry("AV:L", 0.55),
          Map.entry("AV:P", 0.2),
          Map.entry("AC:L", 0.77),
          Map.entry("AC:H", 0.44),
          Map.entry("PR:N", 0.85),
          Map.entry("UI:N", 0.85),
          Map.entry("UI:R", 0.62),
          Map.entry("C:H", 0.56),
          Map.entry("C:L", 0.22),
          Map.entry("C:N", 0.0),
          Map.entry("I:H", 0.56),
          Map.entry("I:L", 0.22),
          Map.entry("I:N", 0.0),
          Map.entry("A:H", 0.56),
          Map.entry("A:L", 0.22),
          Map.entry("A:N", 0.0));

  private Cvss() {}

  /** The score of {@code vector}, 0 to 10; empty when it is no base vector of CVSS 3. */
  static Optional<Double> score(String vector) {
    if (!vector.matches("CVSS:3\\.[01](/[A-Z]{1,3}:[A-Z])+")) {
      return Optional.empty();
    }
    var metrics =
        Stream.of(vector.split("/"))
            .skip(1)
            .map(metric -> metric.split(":"))
            .collect(Collectors.toMap(m -> m[0], m -> m[1], (one, other) -> one));
    boolean whole =
        Stream.of("AV", "AC", "PR", "UI", "S", "C", "I", "A").allMatch(metrics::containsKey);
    return whole ? Optional.of(score(metrics)) : Optional.empty();
  }

  private static double score(Map<String, String> metrics) {
    boolean changed = "C".equals(metrics.get("S"));
    double iss =
        1 - (1 - weight(metrics, "C")) * (1 - weight(metrics, "I")) * (1 - weight(metrics, "A"));
    double impact = changed ? 7.52 * (iss - 0.029) - 3.25 * Math.pow(iss - 0.02, 15) : 6.42 * iss;
    if (impact <= 0) {
      return 0;
    }
    double exploitability =
        8.22
            * weight(metrics, "AV")
            * weight(metrics, "AC")
            * privileges(metrics, changed)
            * weight(metrics, "UI");
    double sum = impact + exploitability;
    return roundUp(Math.min(changed ? 1.08 * sum : sum, 10));
  }

  private static double weight(Map<String, String> metrics, String metric) {
    return WEIGHTS.getOrDefault(metric + ":" + metrics.get(metric), 0.0);
  }

  // What privileges weigh depends on the scope.
  private static double privileges(Map<String, String> metrics, boolean changed) {
    return switch (metrics.getOrDefault("PR", "N")) {
      case "L" -> changed ? 0.68 : 0.62;
      case "H" -> changed ? 0.5 : 0.27;
      default -> 0.85;
    };
  }

  // Appendix A: to one decimal, upwards, without the errors of binary fractions.
  private static double roundUp(double value) {
    long scaled = Math.round(value * 100_000);
    return scaled % 10_000 == 0 ? scaled / 100_000.0 : (Math.floorDiv(scaled, 10_000) + 1) / 10.0;
  }

  /** The severity of a score (section 5, "Qualitative Severity Rating Scale"). */
  static Severity severity(double score) {
    if (score >= 9) {
      return Severity.CRITICAL;
    }
    if (score >= 7) {
      return Severity.HIGH;
    }
    if (score >= 4) {
      return Severity.MEDIUM;
    }
    return score > 0 ? Severity.LOW : Severity.INFORMATIONAL;
  }
}
