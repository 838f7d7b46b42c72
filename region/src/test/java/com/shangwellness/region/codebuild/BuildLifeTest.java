package com.shangwellness.region.codebuild;

import static com.shangwellness.region.codebuild.BuildStage.contexts;
import static com.shangwellness.region.codebuild.BuildStage.phases;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.shells.Act;
import com.shangwellness.region.shells.SimulatedShell;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.testing.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/** Builds that wait, are retried, are lost with their region, or have a shell that surprises. */
@SuppressWarnings("StringConcatToTextBlock")
class BuildLifeTest {

  private static final String SPEC =
      "version: 0.2\n"
          + "phases:\n"
          + "  build:\n"
          + "    commands: [make, test]\n"
          + "cache:\n"
          + "  paths: ['/root/.m2/**/*']\n";

  @TempDir Path folder;

  private BuildStage stage() {
    var at = new BuildStage(folder).furnished();
    at.project(
        "web", SPEC, r -> r.cache(c -> c.type("LOCAL").modesWithStrings("LOCAL_CUSTOM_CACHE")));
    return at;
  }

  @Test
  void more_builds_than_may_run_at_once_wait_in_the_queue() {
    var at = stage();
    at.shell.behave("make", Act.succeeds().taking(Duration.ofMinutes(1)));
    var builds =
        IntStream.rangeClosed(0, Life.AT_ONCE)
            .mapToObj(i -> at.starts(r -> r.projectName("web")))
            .toList();
    at.stage.passes(Duration.ofSeconds(30));
    assertThat(at.shell.running()).hasSize(Life.AT_ONCE);
    assertThat(at.build(builds.getLast().id()).currentPhase()).isEqualTo("QUEUED");
    at.stage.passes(Duration.ofMinutes(3));
    assertThat(builds)
        .allMatch(build -> at.build(build.id()).buildStatus() == StatusType.SUCCEEDED);
  }

  @Test
  void a_build_that_waits_too_long_times_out_and_one_that_waits_can_be_stopped() {
    var at = stage();
    at.shell.behave("make", Act.hangs());
    IntStream.range(0, Life.AT_ONCE).forEach(i -> at.starts(r -> r.projectName("web")));
    var late = at.starts(r -> r.projectName("web").queuedTimeoutInMinutesOverride(5));
    var stopped = at.starts(r -> r.projectName("web"));
    at.stage.ask(() -> at.codeBuild.stopBuild(r -> r.id(stopped.id())));
    at.stage.passes(Duration.ofMinutes(5));
    assertThat(at.build(late.id()).buildStatus()).isEqualTo(StatusType.TIMED_OUT);
    assertThat(contexts(at.build(late.id()), BuildPhaseType.QUEUED))
        .containsExactly("BUILD_TIMED_OUT: Build has timed out in the queue. ");
    assertThat(phases(at.build(stopped.id())))
        .containsExactly(
            "SUBMITTED SUCCEEDED", "QUEUED STOPPED", "FINALIZING SUCCEEDED", "COMPLETED");
  }

  @Test
  void a_killed_region_fails_what_ran_and_carries_on_what_waited() throws IOException {
    var file = folder.resolve("region.db");
    Build running;
    Build waiting;
    try (var store = Store.open(file)) {
      var first = new BuildStage(new Stage(store, new Stage().timeline.now()), folder).furnished();
      first.project(
          "web", SPEC, r -> r.cache(c -> c.type("LOCAL").modesWithStrings("LOCAL_CUSTOM_CACHE")));
      first.shell.behave("make", Act.hangs());
      running = first.starts(r -> r.projectName("web"));
      IntStream.range(1, Life.AT_ONCE).forEach(i -> first.starts(r -> r.projectName("web")));
      waiting = first.starts(r -> r.projectName("web"));
      first.stage.passes(Duration.ofSeconds(10));
      assertThat(first.folders()).hasSize(Life.AT_ONCE);
      var cached = folder.resolve("b").resolve(first.folders().getFirst()).resolve("root/.m2");
      Files.createDirectories(cached);
    }
    try (var store = Store.open(file)) {
      var second = new BuildStage(new Stage(store, running.startTime().plusSeconds(60)), folder);
      var lost = second.build(running.id());
      assertThat(lost.buildStatus()).isEqualTo(StatusType.FAILED);
      assertThat(contexts(lost, BuildPhaseType.BUILD))
          .containsExactly(
              "INTERNAL_SERVICE_ERROR: The region was stopped while this build ran, and its"
                  + " processes were ended");
      second.stage.passes(Duration.ofMinutes(1));
      assertThat(second.build(waiting.id()).buildStatus()).isEqualTo(StatusType.SUCCEEDED);
      assertThat(second.folders()).isEmpty();
      // What the killed builds had of the cache is there for the next ones.
      assertThat(second.said(second.build(waiting.id())))
          .contains("Restored the cache of /root/.m2/**/*");
    }
  }

  @Test
  void the_next_build_finds_what_the_last_one_has_cached_and_one_beside_it_does_not() {
    var at = stage();
    at.shell.behave("make", Act.succeeds().writing("../root/.m2/a.jar", "jar"));
    assertThat(at.said(at.runs("web"))).contains("Nothing is cached yet for /root/.m2/**/*");

    at.shell.behave("make", Act.exits(1));
    assertThat(at.said(at.runs("web"))).contains("Restored the cache of /root/.m2/**/*");

    var one = at.starts(r -> r.projectName("web"));
    var other = at.starts(r -> r.projectName("web"));
    at.stage.passes(Duration.ofMinutes(1));
    assertThat(at.said(at.build(one.id()))).contains("Restored the cache of /root/.m2/**/*");
    assertThat(at.said(at.build(other.id()))).contains("Nothing is cached yet for /root/.m2/**/*");
    // Whichever ended last: what it had is kept whole.
    assertThat(folder.resolve("caches/web/_root_.m2")).isDirectory();
  }

  @Test
  void whatever_the_shell_answers_every_build_comes_to_its_end_once() {
    for (int seed = 0; seed < 30; seed++) {
      var at = new BuildStage(folder.resolve("seed-" + seed)).furnished();
      at.project("web", SPEC, r -> r.timeoutInMinutes(5));
      for (int skipped = 0; skipped < seed; skipped++) {
        at.stage.random.nextDouble();
      }
      at.shell.behave("test", seed % 3 == 0 ? Act.exits(1) : Act.succeeds());
      at.shell.faults(new SimulatedShell.Faults(Duration.ofSeconds(20), 0.4, 0.1));
      var builds =
          List.of(at.starts(r -> r.projectName("web")), at.starts(r -> r.projectName("web")));
      at.stage.passes(Duration.ofMinutes(2));
      if (seed % 4 == 0) {
        at.stage.ask(() -> at.codeBuild.stopBuild(r -> r.id(builds.getFirst().id())));
      }
      at.stage.passes(Duration.ofMinutes(10));
      for (var started : builds) {
        var build = at.build(started.id());
        assertThat(build.buildComplete()).as("seed " + seed).isTrue();
        assertThat(phases(build)).as("seed " + seed).doesNotHaveDuplicates().endsWith("COMPLETED");
      }
      assertThat(at.commands().size()).as("seed " + seed).isLessThanOrEqualTo(4);
      assertThat(at.metrics.sum("AWS/CodeBuild", "Builds", "ProjectName=web")).isEqualTo(2);
      assertThat(at.folders()).isEmpty();
    }
  }

  @Test
  void a_retried_build_is_a_new_one_with_the_same_orders() {
    var at = stage();
    at.shell.behave("make", Act.exits(1));
    var failed = at.runs(r -> r.projectName("web").timeoutInMinutesOverride(7));
    at.shell.behave("make", Act.succeeds());
    var retried = at.stage.ask(() -> at.codeBuild.retryBuild(r -> r.id(failed.id()))).build();
    assertThat(retried.id()).isNotEqualTo(failed.id());
    assertThat(retried.timeoutInMinutes()).isEqualTo(7);
    assertThat(at.after(Duration.ofMinutes(1), retried).buildStatus())
        .isEqualTo(StatusType.SUCCEEDED);
    assertThat(retried.buildNumber()).isEqualTo(2);
  }

  @Test
  void a_project_may_retry_by_itself_so_many_times() {
    var at = stage();
    at.shell.behave("make", Act.exits(1));
    var first = at.runs(r -> r.projectName("web").autoRetryLimitOverride(2));
    var all =
        at.stage.ask(() -> at.codeBuild.listBuildsForProject(r -> r.projectName("web"))).ids();
    assertThat(all).hasSize(3).endsWith(first.id());
    assertThat(first.autoRetryConfig().nextAutoRetry()).endsWith(all.get(1));
    assertThat(at.build(all.getFirst()).autoRetryConfig().autoRetryNumber()).isEqualTo(2);
  }

  @Test
  void the_same_request_with_the_same_token_starts_one_build() {
    var at = stage();
    var one = at.starts(r -> r.projectName("web").idempotencyToken("t-1"));
    var same = at.starts(r -> r.projectName("web").idempotencyToken("t-1"));
    assertThat(same.id()).isEqualTo(one.id());
    assertThat(
            at.stage.refused(
                () ->
                    at.codeBuild.startBuild(
                        r -> r.projectName("web").sourceVersion("x").idempotencyToken("t-1"))))
        .startsWith("InvalidInputException: Invalid idempotency token");
    at.stage.passes(Duration.ofMinutes(5));
    assertThat(at.starts(r -> r.projectName("web").idempotencyToken("t-1")).id())
        .isNotEqualTo(one.id());
  }

  @Test
  void a_project_may_limit_how_many_of_its_builds_run() {
    var at = new BuildStage(folder).furnished();
    at.project("web", SPEC, r -> r.concurrentBuildLimit(1));
    at.starts(r -> r.projectName("web"));
    assertThat(at.stage.refused(() -> at.codeBuild.startBuild(r -> r.projectName("web"))))
        .isEqualTo(
            "AccountLimitExceededException: Project-level concurrent build limit cannot exceed 1"
                + " for project web");
    at.stage.passes(Duration.ofMinutes(1));
    at.starts(r -> r.projectName("web"));
  }

  @Test
  void builds_are_listed_the_newest_first_and_deleted_once_they_are_over() {
    var at = stage();
    var one = at.runs("web");
    at.shell.behave("make", Act.hangs());
    var two = at.starts(r -> r.projectName("web"));
    at.stage.passes(Duration.ofSeconds(5));
    assertThat(at.stage.ask(() -> at.codeBuild.listBuilds(r -> {})).ids())
        .containsExactly(two.id(), one.id());
    var deleted =
        at.stage.ask(() -> at.codeBuild.batchDeleteBuilds(r -> r.ids(one.id(), two.id(), "web:x")));
    assertThat(deleted.buildsDeleted()).containsExactly(one.arn());
    assertThat(deleted.buildsNotDeleted())
        .extracting(not -> not.id() + " " + not.statusCode())
        .containsExactly(two.id() + " BUILD_IN_PROGRESS", "web:x BUILD_NOT_FOUND");
    assertThat(
            at.stage.ask(() -> at.codeBuild.batchGetBuilds(r -> r.ids(one.id()))).buildsNotFound())
        .containsExactly(one.id());
  }
}
