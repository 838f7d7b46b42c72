package com.shangwellness.region.tasks;

import static com.shangwellness.region.tasks.TestImages.layer;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.processes.OutputTail;
import com.shangwellness.region.processes.Sessions;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.PacedTimeline;
import com.shangwellness.region.timeline.WallClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTasksTest extends TaskRuntimeContract {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final PacedTimeline timeline =
      new PacedTimeline(
          Instant.EPOCH, 1, WallClock.ofMachine(), Store.inMemory(), Duration.ofSeconds(5));
  private TestImages images;
  private ProcessTasks tasks;

  @BeforeEach
  void begin() {
    timeline.start();
    images = new TestImages(folder.resolve("blobs"));
    tasks = runtimeHere();
  }

  private ProcessTasks runtimeHere() {
    var around =
        new Surroundings(
            URI.create("http://127.0.0.1:4566"),
            folder.resolve("hosts"),
            folder.resolve("ca.pem"),
            Path.of(System.getProperty("java.home")),
            port -> port);
    return new ProcessTasks(timeline, images::file, around, folder.resolve("runtime"));
  }

  @AfterEach
  void end() {
    tasks.close();
    timeline.close();
  }

  @Override
  TaskRuntime runtime() {
    return tasks;
  }

  @Override
  String serves() {
    return images.script("echo ready; while :; do sleep 0.05; done");
  }

  @Override
  String exits() {
    return images.script("echo one; printf two; exit 3");
  }

  @Override
  String ignoresStop() {
    return images.script("trap '' TERM; echo ready; while :; do sleep 0.05; done");
  }

  @Override
  String busy() {
    return images.script("echo ready; while :; do :; done");
  }

  @Override
  String grows() {
    return images.script(
        """
        some=$(head -c 1048576 /dev/zero | tr '\\0' x); all=; i=0; echo ready
        while [ $i -lt 256 ]; do all=$all$some; i=$((i + 1)); sleep 0.01; done
        while :; do sleep 0.05; done\
        """);
  }

  @Override
  String missing() {
    return "sha256:" + "0".repeat(64);
  }

  @Override
  void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting; seen " + events.seen()).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  void settle() {
    LockSupport.parkNanos(300_000_000);
  }

  private List<String> outputOf(String image) {
    return outputOf(spec(WEB, image));
  }

  private List<String> outputOf(ContainerSpec spec) {
    tasks.start(spec, events);
    await(() -> events.saw("exited") || events.saw("failed"));
    return events.seen().stream()
        .filter(event -> event.startsWith("output: "))
        .map(event -> event.substring("output: ".length()))
        .toList();
  }

  @Test
  void a_container_has_its_own_environment_and_nothing_of_the_users() {
    var output = outputOf(images.script("env"));

    assertThat(output)
        .contains(
            "GREETING=hi",
            "FROM_IMAGE=yes",
            "HOST=127.0.3.7",
            "PORT=8080",
            "AWS_ENDPOINT_URL=http://127.0.0.1:4566",
            "AWS_CA_BUNDLE=" + folder.resolve("ca.pem"));
    assertThat(output).noneMatch(line -> line.startsWith("HOME=" + System.getenv("HOME") + "\n"));
    var names = output.stream().map(line -> line.split("=", 2)[0]).toList();
    assertThat(names)
        .containsExactlyInAnyOrder(
            "GREETING",
            "FROM_IMAGE",
            "HOST",
            "PORT",
            "PATH",
            "HOME",
            "TMPDIR",
            "PWD",
            "AWS_ENDPOINT_URL",
            "AWS_CA_BUNDLE",
            "AWS_EC2_METADATA_DISABLED",
            "REGION_HOME");
  }

  @Test
  void a_container_is_a_session_of_its_own_and_leaves_nobody_behind() {
    var image =
        images.script(
            "(trap '' TERM; while :; do sleep 0.05; done) & echo pid $$; sleep 60 & wait");
    tasks.start(spec(WEB, image), events);
    await(() -> events.saw("output: pid"));
    long pid = Long.parseLong(events.seen().getLast().substring("output: pid ".length()));
    assertThat(Sessions.members(pid)).hasSizeGreaterThan(2).contains(pid);

    tasks.stop(WEB, Duration.ofSeconds(5));
    await(() -> events.saw("exited"));

    assertThat(Sessions.members(pid)).isEmpty();
  }

  @Test
  void what_a_killed_region_left_running_is_killed_at_the_next_start() throws Exception {
    // One that was recorded, and one that was started just before the region died.
    var recorded = orphan(Map.of());
    var home = Files.createDirectories(folder.resolve("runtime/tasks/dead/web"));
    Files.writeString(
        home.resolve("process"),
        recorded.pid() + " " + recorded.info().startInstant().orElseThrow() + "\n");
    var homes = folder.resolve("runtime/tasks").toRealPath();
    var unrecorded = orphan(Map.of("REGION_HOME", homes + "/alive/web"));

    runtimeHere().close();

    await(() -> !recorded.isAlive() && !unrecorded.isAlive());
    assertThat(Sessions.members(recorded.pid())).isEmpty();
    assertThat(home).doesNotExist();
  }

  private static Process orphan(Map<String, String> environment) throws IOException {
    var builder = new ProcessBuilder("setsid", "sh", "-c", "sleep 60 & wait");
    builder.environment().putAll(environment);
    return builder.start();
  }

  @Test
  void a_process_that_only_has_the_recorded_pid_is_left_alone() throws Exception {
    var stranger = new ProcessBuilder("sleep", "60").start();
    try {
      var home = Files.createDirectories(folder.resolve("runtime/tasks/dead/web"));
      Files.writeString(
          home.resolve("process"), stranger.pid() + " " + Instant.EPOCH.plusSeconds(5) + "\n");

      runtimeHere().close();

      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void a_java_image_from_scratch_runs_on_the_regions_jdk_with_paths_of_the_image()
      throws IOException {
    var config =
        """
        {"config":{"Entrypoint":["java","-cp","@/app/jib-classpath-file",
        "com.shangwellness.region.tasks.TestMain"],"WorkingDir":"/app"}}\
        """;
    var image =
        images.image(
            config,
            layer()
                .file("app/jib-classpath-file", "/app/resources:/app/classes:/app/libs/*", 0644)
                .file(
                    "app/classes/com/shangwellness/region/tasks/TestMain.class",
                    TestMain.class.getResourceAsStream("TestMain.class").readAllBytes(),
                    0644));
    Files.writeString(folder.resolve("hosts"), "127.0.9.9 database.example\n");
    var limited =
        new ContainerSpec(
            WEB, image, "127.0.3.7", 80, List.of(), List.of(), "", Map.of(), 512, 256);

    var output = outputOf(limited);

    assertThat(output)
        .contains(
            "database.example/127.0.9.9",
            "processors 1",
            "memory 124",
            "temporary folder exists",
            "java.home " + System.getProperty("java.home"));
    assertThat(output).noneMatch(line -> line.equals("home " + System.getenv("HOME")));
  }

  @Test
  void an_entry_point_that_the_image_does_not_have_is_named() {
    var image = images.image("{\"config\":{\"Entrypoint\":[\"/nowhere\"]}}");

    outputOf(image);

    assertThat(events.seen())
        .singleElement()
        .asString()
        .startsWith("failed: CannotStartContainerError")
        .contains("exec: \"/nowhere\": stat /nowhere: no such file or directory");
  }

  @Test
  void what_no_process_can_have_is_a_failure_to_start() {
    for (var environment : List.of(Map.of("A=B", "x"), Map.of("A", "\0"))) {
      var seen = new Events();
      tasks.start(
          new ContainerSpec(
              WEB, serves(), "127.0.3.7", 0, List.of(), List.of(), "", environment, 0, 0),
          seen);
      await(() -> seen.saw("failed") || seen.saw("exited"));
      assertThat(seen.seen())
          .singleElement()
          .asString()
          .startsWith("failed: CannotStartContainerError: ");
      settle();
    }
  }

  @Test
  void a_process_that_cannot_be_recorded_does_not_run() throws IOException {
    // A folder where the record should be.
    Files.createDirectories(folder.resolve("runtime/tasks/" + WEB + "/process"));
    tasks.start(spec(WEB, serves()), events);
    await(() -> !events.seen().isEmpty());

    assertThat(events.seen()).singleElement().asString().startsWith("failed: CannotStart");
    assertThat(new Sessions(folder.resolve("runtime")).killOrphans()).isEmpty();
  }

  @Test
  void a_long_output_comes_whole_in_bounded_batches_before_the_exit() {
    var batches = new java.util.concurrent.CopyOnWriteArrayList<Integer>();
    var exits = new java.util.concurrent.CopyOnWriteArrayList<Integer>();
    tasks.start(
        spec(WEB, images.script("seq 1 300000")),
        new ContainerEvents() {
          @Override
          public void started(Started how) {}

          @Override
          public void output(List<String> lines) {
            assertThat(exits).isEmpty();
            batches.add(lines.size());
          }

          @Override
          public void exited(int exitCode) {
            exits.add(exitCode);
          }

          @Override
          public void failed(String reason) {
            exits.add(-1);
          }
        });
    await(() -> !exits.isEmpty());

    assertThat(exits).containsExactly(0);
    assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(300_000);
    assertThat(batches).allMatch(size -> size <= OutputTail.CHUNK);
    assertThat(batches).hasSizeGreaterThan(10);
  }

  @Test
  void a_command_that_takes_too_long_has_failed() {
    tasks.start(spec(WEB, serves()), events);
    await(() -> events.saw("output"));
    var answers = new java.util.concurrent.CopyOnWriteArrayList<Integer>();

    tasks.run(WEB, List.of("/bin/sh", "-c", "sleep 30"), Duration.ofMillis(200), answers::add);
    await(() -> !answers.isEmpty());

    assertThat(answers).containsExactly(TaskRuntime.COMMAND_FAILED);
  }
}
