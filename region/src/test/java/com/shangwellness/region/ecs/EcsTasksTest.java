package com.shangwellness.region.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.tasks.Behaviour;
import com.shangwellness.region.tasks.ContainerId;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerCondition;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;
import software.amazon.awssdk.services.ecs.waiters.EcsWaiter;

class EcsTasksTest {

  private final Stage stage = new Stage();

  private Task run(String definition) {
    return stage
        .call(
            e ->
                e.runTask(
                    r ->
                        r.cluster("prod")
                            .taskDefinition(definition)
                            .networkConfiguration(Stage.network())))
        .tasks()
        .getFirst();
  }

  private Task now(Task task) {
    return stage
        .call(e -> e.describeTasks(r -> r.cluster("prod").tasks(task.taskArn())))
        .tasks()
        .getFirst();
  }

  @Test
  void a_task_passes_through_its_states_and_gives_its_address_back() {
    var task = run(stage.register("v1"));
    assertThat(task.lastStatus()).isEqualTo("PROVISIONING");
    assertThat(stage.ec2.interfaces).hasSize(1);
    stage.timeline.settle();
    assertThat(now(task).lastStatus()).isEqualTo("PENDING");
    stage.passes(Duration.ofSeconds(1));
    assertThat(now(task).lastStatus()).isEqualTo("RUNNING");
    try (var waiter = EcsWaiter.builder().client(stage.ecs).build()) {
      waiter.waitUntilTasksRunning(r -> r.cluster("prod").tasks(task.taskArn()));
    }

    var stopping =
        stage.call(e -> e.stopTask(r -> r.cluster("prod").task(task.taskArn()).reason("enough")));
    assertThat(stopping.task().lastStatus()).isEqualTo("STOPPING");
    stage.passes(Duration.ofSeconds(1));

    var stopped = now(task);
    assertThat(stopped.lastStatus()).isEqualTo("STOPPED");
    assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
    assertThat(stopped.stoppedReason()).isEqualTo("enough");
    assertThat(stopped.containers().getFirst().exitCode()).isEqualTo(143);
    assertThat(stage.ec2.interfaces).isEmpty();
    stage.passes(Duration.ofHours(1));
    assertThat(
            stage.call(e -> e.describeTasks(r -> r.cluster("prod").tasks(task.taskArn()))).tasks())
        .isEmpty();
  }

  @Test
  void a_container_gets_its_environment_its_secrets_and_its_address() {
    run(stage.register("v1"));
    stage.passes(Duration.ofSeconds(1));

    var spec = stage.runtime.started().getFirst();
    assertThat(spec.environment())
        .containsEntry("APP_ENV", "production")
        .containsEntry("DB_PASSWORD", "s3cret")
        .containsEntry("AWS_REGION", "ap-south-1")
        .containsEntry(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "http://127.0.0.1:4566/_region/credentials/" + spec.id().task());
    assertThat(spec.address()).startsWith("127.0.");
    assertThat(spec.port()).isEqualTo(80);
    assertThat(stage.secrets.askedBy)
        .containsExactly("arn:aws:sts::669097061043:assumed-role/execution/" + spec.id().task());
  }

  @Test
  void a_secret_that_is_missing_keeps_the_task_from_starting() {
    var container =
        Stage.container("v1")
            .secrets(
                Secret.builder()
                    .name("X")
                    .valueFrom("arn:aws:secretsmanager:ap-south-1:669097061043:secret:no-AbCdEf")
                    .build())
            .build();
    var task = run(stage.register(Stage.definition("v1").containerDefinitions(container).build()));
    stage.passes(Duration.ofSeconds(1));

    assertThat(now(task).stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
    assertThat(now(task).stoppedReason())
        .startsWith("ResourceInitializationError: unable to pull secrets or registry auth")
        .contains("Secrets Manager can't find the specified secret.");
    assertThat(stage.runtime.started()).isEmpty();
  }

  @Test
  void what_a_container_writes_is_in_its_log_stream() {
    stage.runtime.behave("sha256:v1", Behaviour.serves().writing("one", "", "three"));
    var task = run(stage.register("v1"));
    stage.passes(Duration.ofSeconds(2));

    assertThat(stage.logs.streams)
        .containsOnlyKeys("web/app/" + Stage.id(task))
        .containsValue(List.of("one", " ", "three"));
    assertThat(stage.logs.calls).isEqualTo(1);
  }

  @Test
  void a_container_waits_for_what_it_depends_on() {
    stage.runtime.behave("sha256:migrate", Behaviour.exits(Duration.ofSeconds(20), 0));
    var migrate =
        ContainerDefinition.builder()
            .name("migrate")
            .image(Stage.IMAGE + "migrate")
            .essential(false)
            .build();
    var app =
        Stage.container("v1")
            .cpu(256)
            .dependsOn(
                ContainerDependency.builder()
                    .containerName("migrate")
                    .condition(ContainerCondition.SUCCESS)
                    .build())
            .build();
    var task =
        run(stage.register(Stage.definition("v1").containerDefinitions(migrate, app).build()));

    stage.passes(Duration.ofSeconds(10));
    assertThat(stage.runtime.running()).containsExactly(new ContainerId(Stage.id(task), "migrate"));
    assertThat(now(task).lastStatus()).isEqualTo("PENDING");
    stage.passes(Duration.ofSeconds(15));

    assertThat(stage.runtime.running()).containsExactly(new ContainerId(Stage.id(task), "app"));
    assertThat(now(task).lastStatus()).isEqualTo("RUNNING");
  }

  @Test
  void task_definitions_are_refused_in_aws_words() {
    refused(
        Stage.definition("v1").memory("512"), "No Fargate configuration exists for given values.");
    refused(
        Stage.definition("v1").cpu((String) null),
        "Fargate requires that 'cpu' be defined at the task level.");
    refused(
        Stage.definition("v1").networkMode("bridge"),
        "Fargate only supports network mode ‘awsvpc’.");
    refused(
        Stage.definition("v1").executionRoleArn(null),
        "Fargate requires task definition to have execution role ARN to support log driver"
            + " awslogs.");
    refused(
        Stage.definition("v1").containerDefinitions(List.of()),
        "Container definitions should not be null or empty.");
    var first = ContainerDependency.builder().containerName("b").condition("START").build();
    var second = ContainerDependency.builder().containerName("a").condition("START").build();
    var a = Stage.container("v1").cpu(1).name("a").dependsOn(first).build();
    var b = Stage.container("v1").cpu(1).name("b").dependsOn(second).build();
    refused(
        Stage.definition("v1").containerDefinitions(a, b),
        "Container dependencies must not be circular");
  }

  @Test
  void a_variable_that_no_process_can_have_is_refused() {
    for (var name : List.of("A=B", "A\0B", "")) {
      var variable = KeyValuePair.builder().name(name).value("x").build();
      refused(
          Stage.definition("v1")
              .containerDefinitions(Stage.container("v1").environment(variable).build()),
          "must have a name without '=' and NUL.");
    }
    var variable = KeyValuePair.builder().name("A").value("x\0y").build();
    refused(
        Stage.definition("v1")
            .containerDefinitions(Stage.container("v1").environment(variable).build()),
        "must not hold a NUL.");
  }

  private void refused(RegisterTaskDefinitionRequest.Builder request, String message) {
    assertThatThrownBy(() -> stage.register(request.build()))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining(message);
  }

  @Test
  void revisions_only_grow_and_a_family_means_its_newest_active_one() {
    stage.register("v1");
    stage.register("v2");
    var third = stage.register("v3");
    stage.call(e -> e.deregisterTaskDefinition(r -> r.taskDefinition(third)));

    var newest = stage.call(e -> e.describeTaskDefinition(r -> r.taskDefinition("web")));
    assertThat(newest.taskDefinition().revision()).isEqualTo(2);
    assertThat(newest.taskDefinition().requiresCompatibilities())
        .containsExactly(Compatibility.FARGATE);
    assertThat(stage.register("v4")).endsWith(":task-definition/web:4");
    var listed = stage.call(e -> e.listTaskDefinitions(r -> r.familyPrefix("web")));
    assertThat(listed.taskDefinitionArns()).hasSize(3);
  }

  @Test
  void a_task_gets_its_roles_credentials_with_its_own_token_only() throws Exception {
    run(stage.register("v1"));
    stage.passes(Duration.ofSeconds(1));
    var environment = stage.runtime.started().getFirst().environment();
    var path = URI.create(environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI")).getPath();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext("/_region/credentials/", stage.ecs.credentials());
    server.start();
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
      var token = environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN");

      var answer =
          client.send(
              HttpRequest.newBuilder(uri).header("Authorization", token).build(),
              BodyHandlers.ofString());
      var refused =
          client.send(
              HttpRequest.newBuilder(uri).header("Authorization", "guess").build(),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"AccessKeyId\":\"ASIA").contains("\"Expiration\"");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(stage.sts.askedBy).containsExactly("ecs-tasks.amazonaws.com");
    } finally {
      server.stop(0);
    }
  }
}
