package com.shangwellness.ops.production;

import static java.util.stream.Collectors.toMap;

import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.Environment;
import com.shangwellness.ops.production.Snapshot.DatabaseState;
import com.shangwellness.ops.production.Snapshot.InstanceState;
import com.shangwellness.ops.production.Snapshot.ServiceState;
import com.shangwellness.ops.production.Snapshot.StackState;
import com.shangwellness.ops.production.Snapshot.TaskSetState;
import com.shangwellness.ops.production.Snapshot.TaskState;
import com.shangwellness.ops.targets.Clients;
import com.shangwellness.ops.targets.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Looks at production, by describing calls only. */
public final class Observer {
  private static final String SITE = "SiteUrl";

  private final Target target;
  private final Environment environment;
  private final CloudAssembly assembly;
  private final Clients clients;

  /**
   * An observer of {@code environment} at {@code target}.
   *
   * @param assembly says which stacks are the environment's
   */
  public Observer(Target target, Environment environment, CloudAssembly assembly) {
    this.target = target;
    this.environment = environment;
    this.assembly = assembly;
    this.clients = target.clients(environment.place().region());
  }

  /** Looks once. */
  public Snapshot look() {
    var stacks = stacks();
    var published = published(stacks);
    var production = production();
    var service = production.service().flatMap(this::describe);
    return new Snapshot(
        target.name(),
        environment.place().account(),
        environment.place().region(),
        target
            .site(published, production.loadBalancer().flatMap(this::front))
            .map(URI::toString)
            .orElse(""),
        stacks.stream().map(s -> new StackState(s.stackName(), s.stackStatusAsString())).toList(),
        service.map(s -> List.of(state(s))).orElse(List.of()),
        tasks(production),
        production.database().flatMap(this::database).map(List::of).orElse(List.of()));
  }

  /** What the service's tasks run now: the primary task set's definition, or else the service's. */
  public Optional<String> taskDefinition() {
    return production().service().flatMap(this::describe).map(Observer::taskDefinition);
  }

  /** The service's latest events, newest first. */
  public List<String> serviceEvents(int count) {
    return production()
        .service()
        .flatMap(this::describe)
        .map(service -> service.events().stream().limit(count).map(e -> e.message()).toList())
        .orElse(List.of());
  }

  private Production production() {
    return new Production(clients, assembly.in(environment.place()));
  }

  private List<Stack> stacks() {
    var found = new ArrayList<Stack>();
    for (var place : assembly.places()) {
      var there =
          target
              .clients(place.region())
              .cloudFormation()
              .describeStacksPaginator()
              .stacks()
              .stream()
              .collect(toMap(Stack::stackName, Function.identity()));
      assembly.in(place).stream().filter(there::containsKey).map(there::get).forEach(found::add);
    }
    return found;
  }

  /**
   * Where a stack says that the site is: CloudFront, as soon as it is there. From then on the load
   * balancer refuses whoever does not come from it (TRAPS 3).
   */
  private static Optional<URI> published(List<Stack> stacks) {
    return stacks.stream()
        .flatMap(stack -> stack.outputs().stream())
        .filter(output -> output.outputKey().equals(SITE))
        .map(output -> URI.create(output.outputValue()).resolve("/"))
        .findFirst();
  }

  private Optional<URI> front(String loadBalancer) {
    return clients
        .loadBalancing()
        .describeLoadBalancers(r -> r.loadBalancerArns(loadBalancer))
        .loadBalancers()
        .stream()
        .findFirst()
        .map(balancer -> URI.create(scheme(loadBalancer) + "://" + balancer.dnsName() + "/"));
  }

  private String scheme(String loadBalancer) {
    return clients
            .loadBalancing()
            .describeListeners(r -> r.loadBalancerArn(loadBalancer))
            .listeners()
            .stream()
            .anyMatch(listener -> listener.protocol() == ProtocolEnum.HTTPS)
        ? "https"
        : "http";
  }

  private Optional<Service> describe(ServiceName name) {
    return clients
        .ecs()
        .describeServices(r -> r.cluster(name.cluster()).services(name.service()))
        .services()
        .stream()
        .findFirst();
  }

  private static ServiceState state(Service service) {
    var cluster = service.clusterArn();
    return new ServiceState(
        cluster.substring(cluster.lastIndexOf('/') + 1),
        service.serviceName(),
        number(service.desiredCount()),
        number(service.runningCount()),
        number(service.pendingCount()),
        taskDefinition(service),
        service.taskSets().stream()
            .sorted(Comparator.comparing(set -> !"PRIMARY".equals(set.status())))
            .map(Observer::state)
            .toList());
  }

  private static TaskSetState state(TaskSet set) {
    return new TaskSetState(
        set.status(),
        Objects.requireNonNullElse(set.taskDefinition(), ""),
        number(set.computedDesiredCount()),
        number(set.runningCount()),
        Objects.requireNonNullElse(set.stabilityStatusAsString(), ""));
  }

  private static String taskDefinition(Service service) {
    return service.taskSets().stream()
        .filter(set -> "PRIMARY".equals(set.status()))
        .map(TaskSet::taskDefinition)
        .findFirst()
        .orElse(Objects.requireNonNullElse(service.taskDefinition(), ""));
  }

  private List<TaskState> tasks(Production production) {
    var health =
        production
            .loadBalancer()
            .map(balancer -> new TargetStates(clients.loadBalancing()).byAddress(balancer))
            .orElse(Map.of());
    return production.tasks().stream()
        .sorted(Comparator.comparing(Task::availabilityZone).thenComparing(Task::taskArn))
        .map(task -> state(task, health))
        .toList();
  }

  private static TaskState state(Task task, Map<String, TargetHealth> health) {
    var arn = task.taskArn();
    var address = address(task);
    var target = Optional.ofNullable(health.get(address));
    return new TaskState(
        arn.substring(arn.lastIndexOf('/') + 1),
        Objects.requireNonNullElse(task.availabilityZone(), ""),
        address,
        task.lastStatus(),
        target.map(TargetHealth::stateAsString).orElse("unused"),
        target.map(TargetHealth::description).orElse(""));
  }

  private static String address(Task task) {
    return task.attachments().stream()
        .flatMap(attachment -> attachment.details().stream())
        .filter(detail -> detail.name().equals("privateIPv4Address"))
        .map(KeyValuePair::value)
        .findFirst()
        .orElse("");
  }

  private Optional<DatabaseState> database(String identifier) {
    return clients
        .rds()
        .describeDBClusters(r -> r.dbClusterIdentifier(identifier))
        .dbClusters()
        .stream()
        .findFirst()
        .map(this::state);
  }

  private DatabaseState state(DBCluster cluster) {
    var instances = new ArrayList<InstanceState>();
    for (var member : cluster.dbClusterMembers()) {
      instances.add(state(member));
    }
    return new DatabaseState(
        cluster.dbClusterIdentifier(),
        cluster.status(),
        Objects.requireNonNullElse(cluster.endpoint(), ""),
        instances);
  }

  private InstanceState state(DBClusterMember member) {
    var role = Boolean.TRUE.equals(member.isClusterWriter()) ? "writer" : "reader";
    var instance =
        clients
            .rds()
            .describeDBInstances(r -> r.dbInstanceIdentifier(member.dbInstanceIdentifier()))
            .dbInstances()
            .stream()
            .findFirst();
    return new InstanceState(
        member.dbInstanceIdentifier(),
        role,
        instance.map(DBInstance::availabilityZone).orElse(""),
        instance.map(DBInstance::dbInstanceStatus).orElse("unknown"));
  }

  private static int number(Integer count) {
    return count == null ? 0 : count;
  }
}
