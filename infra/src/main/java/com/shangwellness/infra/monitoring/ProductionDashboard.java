package com.shangwellness.infra.monitoring;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.service.ServiceOutputs;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Row;
import software.constructs.Construct;

/**
 * Whether production is fine, without scrolling: the alarms, then what users, tasks and data do.
 */
final class ProductionDashboard extends Construct {
  /** Of the 24 columns of a dashboard. */
  private static final int THIRD = 8;

  private static final int QUARTER = 6;

  private static final int LOW = 4;
  private static final int HIGH = 5;

  ProductionDashboard(
      Construct scope, Names names, List<IAlarm> alarms, Metrics metrics, ServiceOutputs service) {
    super(scope, "Dashboard");
    var colours = service.colours();
    Dashboard.Builder.create(this, "Dashboard")
        .dashboardName(names.dashboard())
        .defaultInterval(Duration.hours(3))
        .widgets(
            List.of(
                List.of(
                    AlarmStatusWidget.Builder.create()
                        .title("Is production fine?")
                        .alarms(alarms)
                        .width(3 * THIRD)
                        .height(LOW)
                        .build()),
                row(
                    graph(QUARTER, "Requests a minute", metrics.requests()),
                    graph(QUARTER, "Errors, % of requests", metrics.serverErrorPercent()),
                    graph(
                        QUARTER,
                        "Seconds to answer",
                        metrics.latency("p50"),
                        metrics.latency("p99")),
                    graph(
                        QUARTER,
                        "Bookings, cancellations, refusals",
                        metrics.bookings(),
                        metrics.cancellations(),
                        metrics.refusals())),
                row(
                    graph("Tasks", metrics.desiredTasks(), metrics.runningTasks()),
                    graph("Tasks: CPU and memory, %", metrics.cpu(), metrics.memory()),
                    graph(
                        "Healthy behind each colour",
                        colours.stream().map(metrics::healthyHosts).toArray(IMetric[]::new))),
                row(
                    graph("Database: capacity, %", metrics.databaseCapacity()),
                    graph("Database: connections", metrics.databaseConnections()),
                    graph("Database: replica lag, ms", metrics.replicaLag()))))
        .build();
  }

  private static List<IWidget> row(IWidget... widgets) {
    return List.of(new Row(widgets));
  }

  private static GraphWidget graph(String title, IMetric... metrics) {
    return graph(THIRD, title, metrics);
  }

  private static GraphWidget graph(int width, String title, IMetric... metrics) {
    return GraphWidget.Builder.create()
        .title(title)
        .left(List.of(metrics))
        .width(width)
        .height(HIGH)
        .build();
  }
}
