package com.shangwellness.region.ecs;

import static com.shangwellness.region.cloudwatch.Datums.dimension;

import com.shangwellness.region.cloudwatch.Datums;
import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.processes.Usage;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.tasks.ContainerId;
import com.shangwellness.region.tasks.TaskRuntime;
import com.shangwellness.region.timeline.EachMinute;
import com.shangwellness.region.timeline.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * What tasks use, at the end of each minute of region time, one value for each running task: in
 * {@code AWS/ECS} as a percentage of what the task definition reserves (ECS guide, "Amazon ECS
 * CloudWatch metrics"), and in {@code ECS/ContainerInsights} where the cluster's setting says so
 * (CloudWatch guide, "Amazon ECS Container Insights metrics"). Both are silent about a service of
 * which no task runs.
 *
 * <p>Processor use is what the real processes took of the wall's time since the last reading,
 * whatever the pace. Fargate gives a task no more than it reserves and a process of this machine
 * may take more, so it is told as 100 percent at most. {@code AWS/ECS} has no metrics of a whole
 * cluster, which AWS has for EC2 instances alone; Container Insights has none of network and disk.
 */
final class TaskMetrics {

  private static final double MIB = 1024 * 1024;

  private record Reading(double cpuUnits, double cpuReserved, double memory, double reserved) {}

  private final Timeline timeline;
  private final Store store;
  private final Clusters clusters;
  private final Services services;
  private final Tasks tasks;
  private final ServiceView view;
  private final TaskRuntime runtime;
  private final MetricSink sink;
  private Map<ContainerId, Usage> before = Map.of();

  TaskMetrics(
      Timeline timeline,
      Store store,
      Clusters clusters,
      Services services,
      Tasks tasks,
      ServiceView view,
      TaskRuntime runtime,
      MetricSink sink) {
    this.timeline = timeline;
    this.store = store;
    this.clusters = clusters;
    this.services = services;
    this.tasks = tasks;
    this.view = view;
    this.runtime = runtime;
    this.sink = sink;
  }

  void begin() {
    EachMinute.begin(
        timeline,
        "ecs: a minute is measured",
        minute -> store.afterCommit(() -> runtime.usage(usage -> write(minute, usage))));
  }

  private void write(Instant minute, Map<ContainerId, Usage> usage) {
    var readings = readings(usage);
    before = Map.copyOf(usage);
    var plain = new Datums(minute);
    var insights = new Datums(minute);
    for (var cluster : clusters.active().toList()) {
      boolean detailed = hasInsights(cluster);
      var own = new ArrayList<KeptTask>();
      for (var task : tasks.all()) {
        if (task.task().clusterArn().equals(cluster.clusterArn())
            && readings.containsKey(task.id())) {
          own.add(task);
          utilization(cluster, task, readings.get(task.id()), plain);
          if (detailed) {
            used(cluster, task, readings.get(task.id()), insights);
          }
        }
      }
      if (detailed && !own.isEmpty()) {
        counts(cluster, own, insights);
      }
    }
    plain.writeTo(sink, "AWS/ECS");
    insights.writeTo(sink, "ECS/ContainerInsights");
  }

  private static boolean hasInsights(Cluster cluster) {
    return cluster.settings().stream()
        .filter(setting -> "containerInsights".equals(setting.nameAsString()))
        .anyMatch(setting -> !setting.value().equals("disabled"));
  }

  /** Of each task that runs and of which something is known. */
  private Map<String, Reading> readings(Map<ContainerId, Usage> usage) {
    var readings = new HashMap<String, Reading>();
    tasks.all().stream()
        .filter(task -> task.state() == TaskState.RUNNING)
        .forEach(task -> reading(task, usage).ifPresent(r -> readings.put(task.id(), r)));
    return readings;
  }

  private Optional<Reading> reading(KeptTask task, Map<ContainerId, Usage> usage) {
    double processors = 0;
    long memory = 0;
    boolean known = false;
    for (var container : task.task().containers()) {
      var id = new ContainerId(task.id(), container.name());
      var now = usage.get(id);
      if (now != null) {
        known = true;
        processors += now.processorsSince(before.getOrDefault(id, Usage.NONE));
        memory += now.memory();
      }
    }
    double reserved = Double.parseDouble(task.task().cpu());
    return known
        ? Optional.of(
            new Reading(
                Math.min(processors * 1024, reserved),
                reserved,
                memory / MIB,
                Double.parseDouble(task.task().memory())))
        : Optional.empty();
  }

  private static void utilization(Cluster cluster, KeptTask task, Reading reading, Datums datums) {
    if (!task.service().isEmpty()) {
      var service = List.of(ofService(cluster, task.service()));
      datums.add(
          "CPUUtilization",
          StandardUnit.PERCENT,
          100 * reading.cpuUnits() / reading.cpuReserved(),
          service);
      datums.add(
          "MemoryUtilization",
          StandardUnit.PERCENT,
          100 * reading.memory() / reading.reserved(),
          service);
    }
  }

  private static void used(Cluster cluster, KeptTask task, Reading reading, Datums datums) {
    var whole = dimension("ClusterName", cluster.clusterName());
    var sets = new ArrayList<List<Dimension>>();
    sets.add(List.of(whole));
    sets.add(List.of(whole, dimension("TaskDefinitionFamily", family(task))));
    if (!task.service().isEmpty()) {
      sets.add(ofService(cluster, task.service()));
    }
    datums.add("CpuUtilized", StandardUnit.NONE, reading.cpuUnits(), sets);
    datums.add("CpuReserved", StandardUnit.NONE, reading.cpuReserved(), sets);
    datums.add("MemoryUtilized", StandardUnit.MEGABYTES, reading.memory(), sets);
    datums.add("MemoryReserved", StandardUnit.MEGABYTES, reading.reserved(), sets);
  }

  /** {@code web} of {@code arn:…:task-definition/web:7}. */
  private static String family(KeptTask task) {
    var arn = task.task().taskDefinitionArn();
    return arn.substring(arn.lastIndexOf('/') + 1, arn.lastIndexOf(':'));
  }

  private void counts(Cluster cluster, List<KeptTask> running, Datums datums) {
    var whole = List.of(List.of(dimension("ClusterName", cluster.clusterName())));
    var active = services.in(cluster.clusterName()).stream().filter(KeptService::active).toList();
    datums.add("TaskCount", StandardUnit.COUNT, running.size(), whole);
    datums.add("ServiceCount", StandardUnit.COUNT, active.size(), whole);
    for (var service : active) {
      if (running.stream().anyMatch(task -> task.service().equals(service.key()))) {
        counts(view.of(service), List.of(ofService(cluster, service.key())), datums);
      }
    }
  }

  private static void counts(Service service, List<List<Dimension>> own, Datums datums) {
    count("RunningTaskCount", service.runningCount(), own, datums);
    count("PendingTaskCount", service.pendingCount(), own, datums);
    count("DesiredTaskCount", service.desiredCount(), own, datums);
    count("DeploymentCount", service.deployments().size(), own, datums);
    count("TaskSetCount", service.taskSets().size(), own, datums);
  }

  private static void count(String name, int value, List<List<Dimension>> own, Datums datums) {
    datums.add(name, StandardUnit.COUNT, value, own);
  }

  private static List<Dimension> ofService(Cluster cluster, String key) {
    return List.of(
        dimension("ClusterName", cluster.clusterName()),
        dimension("ServiceName", key.substring(key.indexOf('/') + 1)));
  }
}
