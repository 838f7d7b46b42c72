package com.shangwellness.region.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.ServiceNotActiveException;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.ServiceRegistry;
import software.amazon.awssdk.services.ecs.model.TaskSetNotFoundException;

/** What ECS refuses about task sets, and how it says so. */
class TaskSetRefusalsTest {

  private final Stage stage = new Stage();

  @BeforeEach
  void a_service_of_codedeploys() {
    stage.createForCodeDeploy(1);
  }

  static Stream<Arguments> wrongTaskSets() {
    return Stream.of(
        wrong(
            "no such cluster",
            r -> r.cluster("none"),
            ClusterNotFoundException.class,
            "Cluster not found."),
        wrong(
            "no such service",
            r -> r.service("none"),
            ServiceNotFoundException.class,
            "Service not found."),
        wrong(
            "no such definition",
            r -> r.taskDefinition("none:1"),
            ClientException.class,
            "TaskDefinition not found."),
        wrong(
            "scaled too far",
            r -> r.scale(s -> s.value(101.0).unit(ScaleUnit.PERCENT)),
            InvalidParameterException.class,
            "value from 0 to 100"),
        wrong(
            "scaled below zero",
            r -> r.scale(s -> s.value(-1.0).unit(ScaleUnit.PERCENT)),
            InvalidParameterException.class,
            "value from 0 to 100"),
        wrong(
            "scaled by nothing",
            r -> r.scale(s -> s.value(1.0).unit("TASKS")),
            InvalidParameterException.class,
            "unit PERCENT"),
        wrong(
            "nowhere",
            r -> r.networkConfiguration((NetworkConfiguration) null),
            InvalidParameterException.class,
            "Network Configuration must be provided"),
        wrong(
            "on instances",
            r -> r.launchType(LaunchType.EC2),
            InvalidParameterException.class,
            "Launch type EC2"),
        wrong(
            "another container",
            r -> r.loadBalancers(balancer("db", 80)),
            InvalidParameterException.class,
            "The container db does not exist in the task definition."),
        wrong(
            "another port",
            r -> r.loadBalancers(balancer("app", 81)),
            InvalidParameterException.class,
            "did not have a container port 81 defined"),
        wrong(
            "registered elsewhere",
            r -> r.serviceRegistries(ServiceRegistry.builder().registryArn("arn:x").build()),
            InvalidParameterException.class,
            "not acted on"));
  }

  private static LoadBalancer balancer(String container, int port) {
    return LoadBalancer.builder()
        .targetGroupArn(Stage.GREEN_GROUP)
        .containerName(container)
        .containerPort(port)
        .build();
  }

  private static Arguments wrong(
      String what,
      Consumer<CreateTaskSetRequest.Builder> how,
      Class<? extends Exception> error,
      String words) {
    return Arguments.of(what, how, error, words);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongTaskSets")
  void a_task_set_that_cannot_be_is_refused(
      String what,
      Consumer<CreateTaskSetRequest.Builder> how,
      Class<? extends Exception> error,
      String words) {
    var request = Stage.taskSet(stage.register("v2"), Stage.GREEN_GROUP, 100);
    how.accept(request);

    assertThatThrownBy(() -> stage.create(request)).isInstanceOf(error).hasMessageContaining(words);
    assertThat(stage.taskSets()).hasSize(1);
  }

  @Test
  void a_service_that_ecs_rolls_out_itself_has_no_task_sets() {
    var definition = stage.register("v1");
    stage.create(Stage.service(definition, 1).serviceName("rolling"));

    assertThatThrownBy(
            () -> stage.create(Stage.taskSet(definition, Stage.GROUP, 100).service("rolling")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(
            "Amazon ECS only supports task set management on services configured to use external"
                + " deployment controllers.");
  }

  @Test
  void only_codedeploys_second_target_group_may_be_without_a_listener() {
    var definition = stage.register("v1");
    stage.createExternal("external", 1);
    stage.balancers.attached = false;

    assertThat(stage.createGreen(definition).status()).isEqualTo("ACTIVE");
    assertThatThrownBy(
            () -> stage.create(Stage.taskSet(definition, Stage.GROUP, 100).service("external")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("does not have an associated load balancer.");
  }

  @Test
  void a_service_has_five_task_sets_at_most() {
    var definition = stage.register("v2");
    for (int i = 0; i < 4; i++) {
      stage.create(Stage.taskSet(definition, Stage.GREEN_GROUP, 0));
    }

    assertThatThrownBy(() -> stage.createGreen(definition))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(
            "5 deployments exist on the service. Unable to create new TaskSet since this exceeds"
                + " the maximum limit.");
  }

  @Test
  void a_service_that_is_being_deleted_has_no_task_sets_to_be_changed() {
    var definition = stage.register("v2");
    stage.call(e -> e.deleteService(r -> r.cluster("prod").service("web").force(true)));

    assertThatThrownBy(() -> stage.createGreen(definition))
        .isInstanceOf(ServiceNotActiveException.class)
        .hasMessageContaining("Service was not ACTIVE.");
    assertThatThrownBy(stage::taskSets).isInstanceOf(ServiceNotActiveException.class);
  }

  @Test
  void the_primary_task_set_and_one_that_is_scaled_above_zero_are_deleted_by_force_only() {
    var green = stage.createGreen(stage.register("v2"));

    assertThatThrownBy(() -> deleteGently(stage.primary().id()))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("primary");
    assertThatThrownBy(() -> deleteGently(green.id()))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("scaled above 0");
    stage.call(
        e ->
            e.updateTaskSet(
                r ->
                    r.cluster("prod")
                        .service("web")
                        .taskSet(green.id())
                        .scale(s -> s.value(0.0).unit(ScaleUnit.PERCENT))));
    deleteGently(green.id());
    stage.until(() -> stage.taskSets().size() == 1);
  }

  private void deleteGently(String set) {
    stage.call(e -> e.deleteTaskSet(r -> r.cluster("prod").service("web").taskSet(set)));
  }

  @Test
  void a_task_set_that_drains_is_neither_scaled_nor_promoted() {
    var green = stage.createGreen(stage.register("v2"));
    stage.until(() -> stage.running(green).size() == 1);
    stage.delete(green);

    assertThatThrownBy(() -> stage.promote(green))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("DRAINING");
    assertThatThrownBy(
            () ->
                stage.call(
                    e ->
                        e.updateTaskSet(
                            r ->
                                r.cluster("prod")
                                    .service("web")
                                    .taskSet(green.id())
                                    .scale(s -> s.value(50.0).unit(ScaleUnit.PERCENT)))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("DRAINING");
  }

  @Test
  void a_task_set_that_is_not_there_is_not_found() {
    var none = "ecs-svc/1234567890123456789";

    assertThatThrownBy(() -> deleteGently(none)).isInstanceOf(TaskSetNotFoundException.class);
    assertThatThrownBy(() -> deleteGently("web"))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Task Set Identifier is invalid");
    var answer =
        stage.call(e -> e.describeTaskSets(r -> r.cluster("prod").service("web").taskSets(none)));
    assertThat(answer.taskSets()).isEmpty();
    assertThat(answer.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo("MISSING"));
  }

  static Stream<Arguments> whatTaskSetsBring() {
    return Stream.of(
        brought("TaskDefinition", r -> r.taskDefinition("web")),
        brought("LaunchType", r -> r.launchType(LaunchType.FARGATE)),
        brought("PlatformVersion", r -> r.platformVersion("LATEST")),
        brought("NetworkConfiguration", r -> r.networkConfiguration(Stage.network())),
        brought("LoadBalancers", r -> r.loadBalancers(balancer("app", 80))),
        brought(
            "CapacityProviderStrategy",
            r ->
                r.capacityProviderStrategy(
                    CapacityProviderStrategyItem.builder().capacityProvider("FARGATE").build())));
  }

  private static Arguments brought(String what, Consumer<CreateServiceRequest.Builder> how) {
    return Arguments.of(what, how);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatTaskSetsBring")
  void a_service_of_an_external_controller_is_created_without_what_its_task_sets_bring(
      String what, Consumer<CreateServiceRequest.Builder> how) {
    var request =
        CreateServiceRequest.builder()
            .cluster("prod")
            .serviceName("external")
            .deploymentController(c -> c.type(DeploymentControllerType.EXTERNAL));
    how.accept(request);

    assertThatThrownBy(() -> stage.create(request))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(what + " must be blank.");
  }

  @ParameterizedTest
  @CsvSource({
    "CODE_DEPLOY, with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger",
    "EXTERNAL, with an EXTERNAL deployment controller. Create a new task set."
  })
  void what_task_sets_bring_is_not_changed_by_an_update_of_the_service(
      DeploymentControllerType type, String words) {
    var service = "web";
    if (type == DeploymentControllerType.EXTERNAL) {
      service = "external";
      stage.createExternal(service, 1);
    }
    var name = service;

    assertThatThrownBy(
            () ->
                stage.call(
                    e ->
                        e.updateService(
                            r -> r.cluster("prod").service(name).taskDefinition("web"))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(words);
    var grace =
        stage
            .call(
                e ->
                    e.updateService(
                        r ->
                            r.cluster("prod")
                                .service(name)
                                .desiredCount(2)
                                .healthCheckGracePeriodSeconds(7)))
            .service();
    assertThat(grace.desiredCount()).isEqualTo(2);
    assertThat(grace.healthCheckGracePeriodSeconds()).isEqualTo(7);
  }
}
