package com.shangwellness.infra.settings;

import java.util.List;
import java.util.Optional;

/**
 * What people are called for.
 *
 * @param trail whether this environment keeps the account's audit trail
 * @param trailDays how long the trail's files are kept
 * @param monthlyBudget US dollars that the account may cost in a month
 * @param anomalyMonitor who looks for unusual costs: {@code new}, the ARN of the monitor that the
 *     account has already, or {@code none}
 * @param anomalyImpact US dollars from which an unusual cost is told
 * @param serverErrorPercent answers of status 5xx, of all answers
 * @param latencyP99Seconds what 99 of 100 requests should keep below
 * @param cpuPercent average CPU of the tasks, which scaling should have kept lower
 * @param memoryPercent average memory of the tasks, which scaling should have kept lower
 * @param databaseCapacityPercent of the database's maximum capacity
 * @param databaseConnections open connections to the database
 * @param replicaLagSeconds how far the reader may be behind the writer
 */
public record MonitoringSettings(
    boolean trail,
    int trailDays,
    int monthlyBudget,
    String anomalyMonitor,
    int anomalyImpact,
    double serverErrorPercent,
    double latencyP99Seconds,
    int cpuPercent,
    int memoryPercent,
    int databaseCapacityPercent,
    int databaseConnections,
    double replicaLagSeconds) {

  private static final String NEW = "new";
  private static final String NONE = "none";
  private static final String ARN = "arn:aws:ce::\\d{12}:anomalymonitor/[0-9a-f-]{36}";

  static MonitoringSettings from(Section section) {
    return new MonitoringSettings(
        section.flag("trail"),
        section.number("trailDays", 90, 3650),
        section.number("monthlyBudget", 1, 1_000_000),
        section.text(
            "anomalyMonitor",
            NEW + "|" + NONE + "|" + ARN,
            "new, none, or the ARN of the account's monitor for services"),
        section.number("anomalyImpact", 1, 1_000_000),
        section.decimal("serverErrorPercent", 0.1, 100, 0.1),
        section.decimal("latencyP99Seconds", 0.1, 60, 0.1),
        section.number("cpuPercent", 1, 100),
        section.number("memoryPercent", 1, 100),
        section.number("databaseCapacityPercent", 1, 100),
        section.number("databaseConnections", 1, 16_000),
        section.decimal("replicaLagSeconds", 0.1, 60, 0.1));
  }

  /**
   * {@code scaling} keeps CPU and memory at a target; an alarm at or below it would always ring.
   */
  static void check(Section top, MonitoringSettings monitoring, ServiceSettings scaling) {
    top.agrees(
        "monitoring.cpuPercent",
        List.of("service.cpuTargetPercent"),
        () -> monitoring.cpuPercent() > scaling.cpuTargetPercent(),
        "above service.cpuTargetPercent (" + scaling.cpuTargetPercent() + ")");
    top.agrees(
        "monitoring.memoryPercent",
        List.of("service.memoryTargetPercent"),
        () -> monitoring.memoryPercent() > scaling.memoryTargetPercent(),
        "above service.memoryTargetPercent (" + scaling.memoryTargetPercent() + ")");
  }

  /** Whether unusual costs are looked for at all. */
  public boolean anomalies() {
    return !anomalyMonitor.equals(NONE);
  }

  /** The monitor that the account has already. */
  public Optional<String> existingAnomalyMonitor() {
    return anomalyMonitor.startsWith("arn:") ? Optional.of(anomalyMonitor) : Optional.empty();
  }
}
