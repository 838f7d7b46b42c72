package com.shangwellness.ops.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.production.SiteProbe.Answer;
import com.shangwellness.ops.production.Snapshot;
import com.shangwellness.ops.production.Snapshot.DatabaseState;
import com.shangwellness.ops.production.Snapshot.ServiceState;
import com.shangwellness.ops.production.Snapshot.StackState;
import com.shangwellness.ops.production.Snapshot.TaskState;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each thing that can be broken, with what is said of it and the remedy. */
class PathDoctorTest {
  private static final String SITE = "http://127.0.0.1:8080/";
  private final Map<String, Answer> answers = new HashMap<>();
  private List<StackState> stacks = List.of(new StackState("p-data", "CREATE_COMPLETE"));
  private String database = "available";
  private int running = 2;
  private List<TaskState> tasks = List.of(task("3f2a", "ap-south-1a"), task("9bc1", "ap-south-1b"));

  @Test
  void of_a_whole_production_nothing_is_broken() {
    assertThat(broken()).isEmpty();
  }

  @Test
  void a_stack_that_failed_is_named() {
    stacks = List.of(new StackState("p-data", "UPDATE_ROLLBACK_COMPLETE"));

    assertThat(broken())
        .containsExactly(
            Finding.broken(
                "stack p-data",
                "it is UPDATE_ROLLBACK_COMPLETE",
                "Deploy again; what failed is printed: ./shang up"));
  }

  @Test
  void nothing_deployed_is_a_finding() {
    stacks = List.of();

    assertThat(broken()).contains(Finding.broken("stacks", "nothing is deployed", "./shang up"));
  }

  @Test
  void a_database_that_is_not_available_is_named() {
    database = "starting";

    assertThat(broken())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.words()).isEqualTo("p-aurora is starting");
              assertThat(f.remedy()).startsWith("Tasks answer 503 until it is available");
            });
  }

  @Test
  void a_database_that_is_called_available_and_answers_no_query_is_broken() {
    answers.put("/api/sessions", new Answer(503, ""));

    assertThat(broken())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.what()).isEqualTo("database");
              assertThat(f.words())
                  .contains("called available")
                  .endsWith("cannot read it: HTTP 503");
              assertThat(f.remedy())
                  .contains("./shang logs")
                  .contains("./shang down && ./shang up");
            });
  }

  @Test
  void tasks_that_do_not_run_are_counted() {
    running = 1;

    assertThat(broken())
        .containsExactly(
            Finding.broken(
                "tasks", "1 of 2 run", "They end or do not start; what they said: ./shang logs"));
  }

  @Test
  void no_healthy_task_comes_with_each_ones_reason() {
    tasks =
        List.of(
            new TaskState("3f2a", "ap-south-1a", "10.0.0.5", "RUNNING", "unhealthy", "timed out"));

    assertThat(broken())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.words())
                  .isEqualTo("no task behind it is healthy; 3f2a is unhealthy (timed out)");
              assertThat(f.remedy()).contains("/healthcheck").contains("./shang logs");
            });
  }

  @Test
  void healthy_tasks_in_one_zone_only_are_too_few() {
    tasks = List.of(task("3f2a", "ap-south-1a"), task("9bc1", "ap-south-1a"));

    assertThat(broken())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.words()).isEqualTo("2 healthy in 1 zones, fewer than wanted");
              assertThat(f.remedy()).startsWith("It still serves");
            });
  }

  @Test
  void a_site_that_does_not_answer_is_the_last_suspect() {
    answers.put("/", new Answer(0, "Connection refused"));

    assertThat(broken())
        .containsExactly(
            Finding.broken(
                "site",
                SITE + ": no answer (Connection refused)",
                "If all above is well, the load balancer itself does not answer: ./shang status"));
  }

  private static TaskState task(String id, String zone) {
    return new TaskState(id, zone, "10.0.0.5", "RUNNING", "healthy", "");
  }

  private List<Finding> broken() {
    var production =
        new Snapshot(
            "local",
            "669097061043",
            "ap-south-1",
            SITE,
            stacks,
            List.of(new ServiceState("p-cluster", "p-web", 2, running, 0, "web:7", List.of())),
            tasks,
            List.of(new DatabaseState("p-aurora", database, "p-aurora.cluster-x", List.of())));
    return new PathDoctor(this::ask)
        .examine(production).stream().filter(f -> f.state() == Finding.State.BROKEN).toList();
  }

  private Answer ask(URI address) {
    return answers.getOrDefault(address.getPath(), new Answer(200, "{}"));
  }
}
