package com.shangwellness.ops.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionProcessTest {
  private static final Place PLACE = new Place("669097061043", "ap-south-1");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String SERVES =
      """
      case "$*" in *--clean*) echo 'ended what was left'; exit 0 ;; esac
      echo "arguments: $*"
      env | sort
      trap 'echo stopped in order; exit 0' TERM
      echo '{"ready":true}'
      while :; do sleep 0.05; done
      """;

  @TempDir private Path folder;

  @AfterEach
  void nothing_is_left_running() {
    region("").running().flatMap(RegionRecord::process).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void a_region_is_started_found_again_and_stopped_in_order() throws IOException {
    var record = region(SERVES).start(PLACE, new Ports(1, 2, 3), 20);

    assertThat(region(SERVES).running()).contains(record);
    assertThat(log())
        .contains("--account 669097061043 --region ap-south-1 --pace 20")
        .contains("--api-port 1 --site-port 2 --site-tls-port 3");

    assertThat(region(SERVES).stop(PATIENCE)).isTrue();
    assertThat(log()).contains("stopped in order");
    assertThat(region(SERVES).running()).isEmpty();
    assertThat(region(SERVES).stop(PATIENCE)).isFalse();
  }

  @Test
  void a_region_has_a_session_of_its_own_so_that_ctrl_c_does_not_reach_it() throws IOException {
    var record = region(SERVES).start(PLACE, Ports.USUAL, 1);

    // Field 6 of /proc/PID/stat is the session: proc(5).
    var session = Files.readString(Path.of("/proc/" + record.pid() + "/stat")).split(" ", -1)[5];
    assertThat(session).isEqualTo(String.valueOf(record.pid()));
  }

  @Test
  void a_region_gets_nothing_of_the_users_environment_but_the_basics() throws IOException {
    region(SERVES).start(PLACE, Ports.USUAL, 1);

    assertThat(log().lines().filter(line -> line.matches("[A-Za-z_]+=.*")))
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches("(PATH|HOME|LANG|LC_ALL|TMPDIR|TZ|USER|PWD|OLDPWD|SHLVL|_)=.*"));
  }

  @Test
  void a_region_that_cannot_start_says_why_in_its_own_last_line() {
    var region = region("echo 'port 4566 is taken; move it with --api-port' >&2; exit 1");

    assertThatThrownBy(() -> region.start(PLACE, Ports.USUAL, 1))
        .isInstanceOf(Failure.class)
        .hasMessage("port 4566 is taken; move it with --api-port");
    assertThat(home().record()).doesNotExist();
  }

  @Test
  void what_a_region_started_before_it_failed_is_ended_too() throws IOException {
    var region =
        region("case \"$*\" in *--clean*) echo 'ended what was left' ;; *) exit 1 ;; esac");

    assertThatThrownBy(() -> region.start(PLACE, Ports.USUAL, 1)).isInstanceOf(Failure.class);
    assertThat(log()).contains("ended what was left");
  }

  @Test
  void a_region_that_cannot_be_recorded_is_not_left_running() throws IOException {
    Files.createDirectories(home().folder().resolve("region.json.new/in the way"));
    var region = region(SERVES);

    assertThatThrownBy(() -> region.start(PLACE, Ports.USUAL, 1))
        .isInstanceOf(RuntimeException.class);
    assertThat(region.isOurs()).isFalse();
  }

  @Test
  void stop_ends_what_was_left_even_where_no_record_tells_of_a_region() throws IOException {
    home().prepare();

    assertThat(region(SERVES).stop(PATIENCE)).isFalse();
    assertThat(log()).contains("ended what was left");
  }

  @Test
  void stop_leaves_the_record_of_a_region_that_was_started_meanwhile() throws Exception {
    var slow =
        region(
            "trap 'echo stopping; sleep 0.5; exit 0' TERM; echo '{\"ready\":true}'; while :; do"
                + " sleep 0.05; done");
    slow.start(PLACE, Ports.USUAL, 1);
    var next = new RegionRecord(ProcessHandle.current().pid(), 7, Ports.USUAL, PLACE, 1);
    var stopping = CompletableFuture.supplyAsync(() -> slow.stop(PATIENCE));
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!log().contains("stopping")) {
      assertThat(System.nanoTime()).as("the deadline").isLessThan(deadline);
      Thread.onSpinWait();
    }
    next.write(home().record());
    assertThat(stopping.get()).isTrue();

    assertThat(RegionRecord.read(home().record())).contains(next);
  }

  @Test
  void a_region_that_was_asked_to_end_has_not_broken_down() {
    var region = region(SERVES);
    region.start(PLACE, Ports.USUAL, 1);
    assertThat(region.isOurs()).isTrue();
    region(SERVES).stop(PATIENCE); // as shang down elsewhere does

    assertThat(region.awaitEnd()).isTrue();
  }

  @Test
  void a_region_that_breaks_down_has_not_been_asked_to() {
    var region = region("echo '{\"ready\":true}'; sleep 0.1; exit 1");
    region.start(PLACE, Ports.USUAL, 1);

    assertThat(region.awaitEnd()).isFalse();
  }

  @Test
  void a_region_that_is_found_is_awaited_until_it_answers() throws Exception {
    var record = region(SERVES).start(PLACE, new Ports(freePort(), 2, 3), 1);
    var answered = CompletableFuture.supplyAsync(() -> region(SERVES).awaitAnswering(record));
    try (var api = new ServerSocket(record.ports().api(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(answered.get(20, TimeUnit.SECONDS)).isEqualTo(record);
      assertThat(api.isBound()).isTrue();
    }
  }

  @Test
  void of_two_commands_in_one_home_the_second_waits_for_the_first() throws Exception {
    var first = home().lock();
    var second = CompletableFuture.supplyAsync(() -> home().lock());
    assertThatThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);

    first.close();

    second.get(20, TimeUnit.SECONDS).close();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void a_process_that_got_the_regions_old_id_is_not_taken_for_it() {
    var me = ProcessHandle.current().pid();
    home().prepare();
    new RegionRecord(me, 1, Ports.USUAL, PLACE, 1).write(home().record());

    assertThat(region(SERVES).running()).isEmpty();
    assertThat(region(SERVES).stop(PATIENCE)).isFalse();
  }

  @Test
  void a_region_that_does_not_stop_in_time_is_named_with_what_to_do() {
    var stubborn = region("trap '' TERM; echo '{\"ready\":true}'; while :; do sleep 0.05; done");
    var record = stubborn.start(PLACE, Ports.USUAL, 1);

    assertThatThrownBy(() -> stubborn.stop(Duration.ofMillis(200)))
        .hasMessageContaining("kill -9 " + record.pid());
    assertThat(stubborn.running()).isPresent();
  }

  @Test
  void reset_deletes_what_is_ours_and_nothing_else() throws IOException {
    home().prepare();
    Files.writeString(home().region().resolve("store"), "data");
    var foreign = Files.writeString(home().folder().resolve("mine.txt"), "not yours");

    home().delete();

    assertThat(home().region()).doesNotExist();
    assertThat(foreign).exists();
  }

  private RegionProcess region(String script) {
    return new RegionProcess(home(), List.of("sh", "-c", script, "region"));
  }

  private Home home() {
    return new Home(folder.resolve("home"));
  }

  private String log() throws IOException {
    return Files.readString(home().log());
  }
}
