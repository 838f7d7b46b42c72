package com.shangwellness.ops.production;

import java.util.List;

/**
 * What production looks like at one moment. Its fields are also what {@code shang status --json}
 * prints.
 *
 * @param target {@code local} or {@code aws}
 * @param account twelve digits
 * @param region such as {@code ap-south-1}
 * @param site where the site answers, or the empty text before there is a load balancer
 * @param stacks all stacks that are there, region by region, in the order of deployment
 * @param services the service; none before its stack is there
 * @param tasks its tasks
 * @param databases the database cluster; none before its stack is there
 */
public record Snapshot(
    String target,
    String account,
    String region,
    String site,
    List<StackState> stacks,
    List<ServiceState> services,
    List<TaskState> tasks,
    List<DatabaseState> databases) {
  private static final int ZONES_WANTED = 2;

  /** Keeps its own copies. */
  public Snapshot {
    stacks = List.copyOf(stacks);
    services = List.copyOf(services);
    tasks = List.copyOf(tasks);
    databases = List.copyOf(databases);
  }

  /** A stack and its status as CloudFormation words it. */
  public record StackState(String name, String status) {}

  /**
   * A service: how many tasks are wanted, running, and on their way.
   *
   * @param taskSets the colours, that which serves first; during a release there are two
   */
  public record ServiceState(
      String cluster,
      String name,
      int desired,
      int running,
      int pending,
      String taskDefinition,
      List<TaskSetState> taskSets) {
    /** Keeps its own copy. */
    public ServiceState {
      taskSets = List.copyOf(taskSets);
    }
  }

  /** One colour: its status and its stability as ECS words them. */
  public record TaskSetState(
      String status, String taskDefinition, int desired, int running, String stability) {}

  /**
   * A task.
   *
   * @param id its id, without the ARN around it
   * @param status as ECS words it
   * @param health as the load balancer words it, or {@code unused} where it is not behind it
   * @param reason why it is not healthy, or the empty text
   */
  public record TaskState(
      String id, String zone, String address, String status, String health, String reason) {
    /** Whether it answers requests. */
    public boolean isHealthy() {
      return status.equals("RUNNING") && health.equals("healthy");
    }
  }

  /** A database cluster, its endpoint and its instances. */
  public record DatabaseState(
      String cluster, String status, String endpoint, List<InstanceState> instances) {
    /** Keeps its own copy. */
    public DatabaseState {
      instances = List.copyOf(instances);
    }
  }

  /** An instance of a database cluster; its role is {@code writer} or {@code reader}. */
  public record InstanceState(String name, String role, String zone, String status) {}

  /** How many tasks answer requests. */
  public int healthyTasks() {
    return (int) tasks.stream().filter(TaskState::isHealthy).count();
  }

  /** In how many zones tasks answer requests. */
  public int healthyZones() {
    return (int)
        tasks.stream().filter(TaskState::isHealthy).map(TaskState::zone).distinct().count();
  }

  /**
   * Whether requests are served as they should be: as many healthy tasks as are wanted, in two
   * zones if two or more are wanted.
   */
  public boolean isServing() {
    if (services.isEmpty()) {
      return false;
    }
    var desired = services.getFirst().desired();
    return desired > 0
        && healthyTasks() >= desired
        && healthyZones() >= Math.min(ZONES_WANTED, desired);
  }

  /** Whether everything is as it should be. */
  public boolean isWell() {
    return isServing()
        && stacks.stream().allMatch(stack -> isGood(stack.status()))
        && databases.stream().allMatch(database -> database.status().equals("available"));
  }

  private static boolean isGood(String status) {
    return status.equals("CREATE_COMPLETE") || status.equals("UPDATE_COMPLETE");
  }
}
