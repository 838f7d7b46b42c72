package com.shangwellness.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.shangwellness.ops.Shang.Said;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;

/**
 * Production on this machine, for real, as a user meets it: one story, told in order. Everything is
 * done through {@code ./shang}, HTTP and a browser.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpIT {

  private static final Path PROJECT = Shang.PROJECT;
  private static final int API = 14566;
  private static final int SITE = 18080;
  private static final int SITE_TLS = 18443;
  private static final Shang SHANG = Shang.in("up-it", API, SITE, SITE_TLS);
  private static final Path HOME = SHANG.home();
  private static final Duration UP = Duration.ofMinutes(4);
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final NamedSkips SKIPS = new NamedSkips();

  /** The code of the booking that was made in a browser; it has to outlive whatever follows. */
  private static String booking = "";

  @BeforeAll
  static void everythingIsPackaged() throws IOException {
    SHANG.clear();
  }

  @AfterAll
  static void stop() throws IOException {
    shang("down");
  }

  private static Said shang(String... arguments) throws IOException {
    return SHANG.run(arguments);
  }

  private static Said up() throws IOException {
    return run(upCommand("-d"));
  }

  private static List<String> upCommand(String... options) {
    return SHANG.upCommand(options);
  }

  private static Said run(List<String> command) throws IOException {
    return Shang.process(command);
  }

  private static String get(String path) throws IOException {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SITE + path))
              .timeout(Duration.ofSeconds(20));
      return http.send(request.build(), BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode status() throws IOException {
    var said = shang("status", "--json");
    assertThat(said.exitCode()).as(said.all()).isZero();
    return JSON.readTree(said.out());
  }

  @Test
  @Order(0)
  void a_taken_site_port_is_named_before_anything_starts() throws IOException {
    try (var stranger = new ServerSocket(SITE, 1, InetAddress.getLoopbackAddress())) {
      var said = up();

      assertThat(stranger.isBound()).isTrue();
      assertThat(said.exitCode()).as(said.all()).isEqualTo(ExitCode.USAGE);
      assertThat(said.all()).contains("port " + SITE + " is taken").contains("--site-port");
      assertThat(left()).isEmpty();
      assertThat(HOME.resolve("region")).doesNotExist();
    }
  }

  @Test
  @Order(1)
  void up_brings_production_up_and_says_where_it_is() throws IOException {
    var said = up();

    assertThat(said.exitCode()).as(said.all()).isZero();
    assertThat(said.all())
        .as("what is recorded only, here and in us-east-1")
        .contains("AWS::Backup::BackupPlan", "AWS::CloudFront::Distribution");
    assertThat(said.all())
        .contains("http://127.0.0.1:" + SITE)
        .contains("http://127.0.0.1:" + API)
        .contains("aws --endpoint-url")
        .as("scaling acts, and is in no list of what is recorded only")
        .doesNotContain("AWS::ApplicationAutoScaling::ScalableTarget: ScalingTarget");
    assertThat(get("/")).contains("Shangwellness");
    assertThat(get("/healthcheck")).contains("\"status\":\"ok\"");
  }

  @Test
  @Order(2)
  void two_healthy_tasks_run_in_two_zones() throws IOException {
    var tasks = status().path("tasks");
    assertThat(tasks.findValuesAsText("health")).containsExactly("healthy", "healthy");
    assertThat(tasks.findValuesAsText("zone"))
        .containsExactlyInAnyOrder("ap-south-1a", "ap-south-1b");
  }

  @Test
  @Order(3)
  void boto3_and_the_aws_command_find_every_resource_as_the_templates_have_it() throws IOException {
    assumeThat(run(List.of("python3", "-c", "import boto3")).exitCode())
        .as("python3 with boto3 is not installed: what boto3 sees was NOT tested")
        .isZero();
    var said =
        run(
            List.of(
                "python3",
                "ops/src/test/python/agrees.py",
                "http://127.0.0.1:" + API,
                HOME.resolve("cdk.out").toString()));
    assertThat(said.exitCode()).as(said.all()).isZero();
    assertThat(said.out()).contains(" 0 disagreements");
  }

  @Test
  @Order(4)
  void a_second_up_changes_nothing() throws IOException {
    var said = up();
    assertThat(said.exitCode()).as(said.all()).isZero();
    assertThat(said.all()).doesNotContain("UPDATE_").doesNotContain("CREATE_");
  }

  @Test
  @Order(5)
  void logs_show_what_the_tasks_wrote_all_or_one_of_them() throws IOException {
    var all = shang("logs", "--json");
    assertThat(all.exitCode()).as(all.all()).isZero();
    var running = status().path("tasks").findValuesAsText("id");
    assertThat(tasksOf(all)).containsAll(running);
    var task = running.getFirst();

    var one = shang("logs", "--json", "--task", task.substring(0, 8));
    assertThat(tasksOf(one)).containsExactly(task);
    assertThat(one.out()).contains("listening");

    var matching = shang("logs", "--filter", "{ $.event = \"listening\" }");
    assertThat(matching.out().lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains("listening").doesNotContain("_aws"));
    assertThat(shang("logs", "--group", "flow").exitCode()).isZero();
    assertThat(shang("logs", "--group", "nobodys").all()).contains("is no log group of ours");
  }

  private static Set<String> tasksOf(Said logs) throws IOException {
    var tasks = new TreeSet<String>();
    for (var line : logs.out().lines().toList()) {
      tasks.add(JSON.readTree(line).path("task").asText());
    }
    return tasks;
  }

  @Test
  @Order(5)
  void logs_are_followed_until_ctrl_c() throws Exception {
    var follow =
        inForeground(
            List.of(PROJECT.resolve("shang").toString(), "logs", "-f", "--home", HOME.toString()));
    follow.awaits("listening");
    assertThat(follow.process().isAlive()).isTrue();

    assertThat(follow.ctrlC()).isEqualTo(INTERRUPTED);
  }

  @Test
  @Order(6)
  void a_booking_made_in_a_browser_is_there_after_the_region_was_killed() throws IOException {
    assumeThat(Path.of("/usr/bin/chromedriver"))
        .as("chromedriver is not installed: the browser was NOT tested")
        .exists();
    booking = bookInBrowser();
    bookingIsCounted();

    run(List.of("kill", "-KILL", regionPid()));
    var said = up();
    assertThat(said.exitCode()).as(said.all()).isZero();

    assertThat(get("/api/bookings/" + booking))
        .contains("Asha Rao")
        .contains("\"status\":\"booked\"");
  }

  @Test
  @Order(6)
  void logs_are_followed_over_down_and_up() throws Exception {
    var follow =
        inForeground(
            List.of(PROJECT.resolve("shang").toString(), "logs", "-f", "--home", HOME.toString()));
    follow.awaits("listening");
    assertThat(shang("down").exitCode()).isZero();
    follow.awaits("not reachable at present");

    assertThat(up().exitCode()).isZero();
    follow.awaits(status().path("tasks").findValuesAsText("id").getFirst().substring(0, 8));
    assertThat(follow.ctrlC()).isEqualTo(INTERRUPTED);
  }

  /** The application only writes a line; the region reads the metric from it. */
  private static void bookingIsCounted() {
    try (var cloudWatch =
        CloudWatchClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + API))
            .region(Region.AP_SOUTH_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .build()) {
      var deadline = Instant.now().plus(Duration.ofMinutes(1));
      var here = DimensionFilter.builder().name("Environment").value("production").build();
      while (cloudWatch
          .listMetrics(r -> r.namespace("Shangwellness").metricName("Bookings").dimensions(here))
          .metrics()
          .isEmpty()) {
        assertThat(Instant.now()).as("the deadline for the metric").isBefore(deadline);
      }
    }
  }

  private static String regionPid() throws IOException {
    return JSON.readTree(HOME.resolve("region.json").toFile()).path("pid").asText();
  }

  /**
   * Books the first session that has a place, as a visitor would, and gives the booking's code as
   * the browser keeps it.
   */
  private static String bookInBrowser() {
    var browser = browser();
    try {
      browser.get("http://127.0.0.1:" + SITE + "/");
      var wait = new WebDriverWait(browser, Duration.ofSeconds(60));
      wait.until(page -> page.findElements(By.cssSelector(".session button:enabled")).size() > 0);
      browser.findElement(By.cssSelector(".session button:enabled")).click();
      wait.until(page -> page.findElement(By.id("name")).isDisplayed());
      browser.findElement(By.id("name")).sendKeys("Asha Rao");
      browser.findElement(By.id("email")).sendKeys("asha@example.com");
      browser.findElement(By.cssSelector("dialog [type=submit]")).click();
      wait.until(page -> page.findElements(By.cssSelector("#mine li")).size() == 1);
      assertThat(browser.findElement(By.id("mine")).getText()).contains("Asha Rao");
      return kept(browser);
    } finally {
      browser.quit();
    }
  }

  private static WebDriver browser() {
    var options =
        new ChromeOptions()
            .addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1100,1400");
    options.setBinary("/usr/bin/chromium");
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
            .build();
    return new ChromeDriver(service, options);
  }

  private static String kept(WebDriver browser) {
    var values =
        ((ChromeDriver) browser)
            .executeScript("return Object.values(localStorage).join(' ')")
            .toString();
    return values.replaceAll(".*\\[\"([^\"]+)\".*", "$1");
  }

  @Test
  @Order(7)
  void metrics_are_those_of_productions_dashboard() throws IOException {
    // What tasks use is written at the end of a minute of region time; the story may be faster.
    var charts = metrics(curves -> measured(curves, "CPUUtilization"));

    assertThat(charts.findValuesAsText("title"))
        .contains("Requests a minute", "Tasks: CPU and memory, %", "Database: connections");
    assertThat(measured(curves(charts), "Bookings")).isEqualTo(!booking.isEmpty());
    assertThat(shang("metrics").out()).contains("Requests a minute", "RequestCount");
  }

  /** What {@code shang metrics} says once its curves are {@code wanted}. */
  private static JsonNode metrics(Predicate<List<JsonNode>> wanted) throws IOException {
    var deadline = System.nanoTime() + UP.toNanos();
    while (true) {
      var said = shang("metrics", "--json");
      assertThat(said.exitCode()).as(said.all()).isZero();
      var charts = JSON.readTree(said.out());
      if (wanted.test(curves(charts))) {
        return charts;
      }
      assertThat(System.nanoTime()).as("it says: %s", charts).isLessThan(deadline);
    }
  }

  private static List<JsonNode> curves(JsonNode charts) {
    return stream(charts).flatMap(chart -> stream(chart.path("curves"))).toList();
  }

  private static boolean measured(List<JsonNode> curves, String name) {
    var curve = curves.stream().filter(c -> c.path("name").asText().equals(name)).toList();
    assertThat(curve).as(name).hasSize(1);
    return !curve.getFirst().path("points").isEmpty();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  @Test
  @Order(7)
  void alarms_are_those_of_the_stacks_and_of_the_scaling() throws IOException {
    var alarms = JSON.readTree(shang("alarms", "--history", "--json").out());

    assertThat(stream(alarms).filter(a -> a.path("purpose").asText().equals("watch")))
        .hasSizeGreaterThan(20);
    assertThat(stream(alarms).filter(a -> a.path("purpose").asText().equals("scaling"))).hasSize(4);
    assertThat(shang("alarms", "database").out()).contains("alarms ring", "database");
  }

  @Test
  @Order(7)
  void the_outbox_has_the_mails_that_were_written() throws IOException {
    var mails = JSON.readTree(shang("outbox", "--json").out());

    assertThat(mails.findValuesAsText("subject")).isNotEmpty();
    assertThat(shang("outbox", "1").out())
        .contains(mails.get(mails.size() - 1).path("to").asText());
  }

  @Test
  @Order(7)
  void top_fills_the_terminal_follows_its_size_and_leaves_it_at_q() throws Exception {
    var tmux = List.of("tmux", "-u", "-L", "shang-up-it");
    var top = PROJECT.resolve("shang") + " top --home " + HOME;
    run(with(tmux, "new-session", "-d", "-x", "110", "-y", "45", top));
    try {
      assertThat(pane(tmux, shown -> shown.contains("Service events")))
          .contains("tasks run", "RequestCount", "Alarms");
      // Its title says where: in forty columns it has no room for that any more.
      run(with(tmux, "resize-window", "-x", "40", "-y", "12"));
      assertThat(pane(tmux, shown -> shown.lines().findFirst().orElse("").endsWith("…")))
          .contains("Shangwellness", "Measured");
    } finally {
      run(with(tmux, "send-keys", "q"));
    }
    var deadline = System.nanoTime() + UP.toNanos();
    while (run(with(tmux, "has-session")).exitCode() == 0) {
      assertThat(System.nanoTime()).as("q ends it").isLessThan(deadline);
    }
  }

  private static List<String> with(List<String> command, String... arguments) {
    var all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    return all;
  }

  /** What a terminal shows once it is {@code wanted}. */
  private static String pane(List<String> tmux, Predicate<String> wanted) throws IOException {
    var deadline = System.nanoTime() + UP.toNanos();
    var shown = "";
    while (!wanted.test(shown)) {
      assertThat(System.nanoTime()).as("it shows: %s", shown).isLessThan(deadline);
      shown = run(with(tmux, "capture-pane", "-p")).out();
    }
    return shown;
  }

  @Test
  @Order(7)
  void doctor_finds_nothing_wrong() throws IOException {
    var said = shang("doctor");
    assertThat(said.exitCode()).as(said.all()).isZero();
  }

  @Test
  @Order(8)
  void doctor_finds_a_database_that_answers_no_query() throws IOException {
    var database = pidOf("mariadbd");
    run(List.of("kill", "-STOP", database));
    try {
      var said = shang("doctor");

      assertThat(said.exitCode()).as(said.all()).isEqualTo(ExitCode.FAILED);
      assertThat(said.out()).contains("✗ database").contains("cannot read it");
    } finally {
      run(List.of("kill", "-CONT", database));
    }
  }

  @Test
  @Order(9)
  void everything_listens_on_loopback_only() throws IOException {
    var pids = ours().keySet();
    var listening =
        run(List.of("ss", "-Hltnp"))
            .out()
            .lines()
            .filter(line -> pids.stream().anyMatch(pid -> line.contains("pid=" + pid + ",")))
            .toList();

    assertThat(listening)
        .anyMatch(line -> line.contains(":" + API))
        .anyMatch(line -> line.contains(":" + SITE))
        .anyMatch(line -> line.contains(":3306"))
        .allMatch(
            line -> line.matches(".*\\s127\\.[\\d.]+:\\d+\\s.*") || line.contains("[::ffff:127."));
  }

  @Test
  @Order(10)
  void synth_writes_what_goes_to_aws() throws IOException {
    var folder = HOME.resolve("for-aws");
    var said =
        run(
            List.of(
                PROJECT.resolve("shang").toString(),
                "synth",
                "--json",
                "--out",
                folder.toString()));
    assertThat(said.exitCode()).as(said.all()).isZero();

    var answer = JSON.readTree(said.out());
    assertThat(answer.path("stacks").properties())
        .isNotEmpty()
        .allSatisfy(stack -> assertThat(Path.of(stack.getValue().asText())).exists());
    assertThat(answer.path("files"))
        .hasSize(2)
        .allSatisfy(file -> assertThat(Path.of(file.asText())).exists());
  }

  @Test
  @Order(11)
  void destroy_takes_the_service_and_leaves_the_data() throws IOException {
    var said = shang("destroy", "--target", "local", "--yes", "--json");

    assertThat(said.exitCode()).as(said.all()).isZero();
    var report = JSON.readTree(said.out());
    assertThat(report.path("deleted").toString()).contains("service");
    assertThat(report.path("plan").path("stays").toString()).contains("data").contains("network");
    assertThat(JSON.readTree(shang("status", "--json").out()).path("stacks"))
        .hasSize(report.path("plan").path("stays").size());
  }

  @Test
  @Order(12)
  void after_down_no_process_is_left_and_the_data_stay() throws IOException {
    var said = shang("down");
    assertThat(said.exitCode()).as(said.all()).isZero();
    assertThat(left()).as("processes that were left behind").isEmpty();
    assertThat(HOME.resolve("region/region.db")).exists();
  }

  @Test
  @Order(13)
  void ctrl_c_on_up_stops_everything_in_order() throws Exception {
    var up = inForeground(upCommand());
    up.awaits("Ctrl-C stops it");
    // Deployed anew after destroy, on the data that it left.
    if (!booking.isEmpty()) {
      assertThat(get("/api/bookings/" + booking)).contains("Asha Rao");
    }

    assertThat(up.ctrlC()).isEqualTo(INTERRUPTED);
    assertThat(up.said()).contains("Stopped.");
    assertThat(left()).isEmpty();
    assertThat(HOME.resolve("region.json")).doesNotExist();
  }

  @Test
  @Order(14)
  void reset_asks_first_and_then_deletes_everything() throws IOException {
    var refused = shang("reset");
    assertThat(refused.exitCode()).as(refused.all()).isEqualTo(ExitCode.DECLINED);
    assertThat(HOME.resolve("region/region.db")).exists();

    assertThat(shang("reset", "--yes").exitCode()).isZero();
    assertThat(HOME.resolve("region")).doesNotExist();
  }

  @Test
  @Order(15)
  void without_any_network_everything_comes_up_and_after_a_kill_down_ends_what_was_left()
      throws IOException {
    assumeThat(System.getProperty("user.name"))
        .as("not root: that up sends nothing off this machine was NOT tested")
        .isEqualTo("root");
    // A network of its own with nothing but loopback: whatever wants to leave fails.
    var alone = new ArrayList<>(List.of("unshare", "--net", "sh", "-c"));
    alone.add("ip link set lo up && exec \"$@\"");
    alone.add("alone");
    alone.addAll(upCommand("-d"));
    var said = run(alone);
    assertThat(said.exitCode()).as(said.all()).isZero();
    assertThat(said.all()).contains("2 healthy tasks");

    run(List.of("kill", "-KILL", regionPid()));
    assertThat(left()).as("tasks and the database, which run on").isNotEmpty();
    assertThat(shang("down").exitCode()).isZero();
    assertThat(left()).isEmpty();
  }

  private static final int INTERRUPTED = 128 + 2;

  /** A command that runs on, in a session of its own as if a terminal were its own. */
  private record Foreground(Process process, Path out) {
    String said() throws IOException {
      return Files.readString(out);
    }

    void awaits(String words) throws Exception {
      var deadline = System.nanoTime() + UP.toNanos();
      while (!said().contains(words)) {
        assertThat(process.isAlive() && System.nanoTime() < deadline)
            .as("it says %s: %s", words, said())
            .isTrue();
        process.waitFor(50, TimeUnit.MILLISECONDS);
      }
    }

    /** What a terminal does: SIGINT to the whole group. The exit code. */
    int ctrlC() throws Exception {
      run(List.of("kill", "-INT", "--", "-" + process.pid()));
      assertThat(process.waitFor(UP.toSeconds(), TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    }
  }

  private static Foreground inForeground(List<String> command) throws IOException {
    var out = Files.createTempFile("said", ".out");
    // A build in the background ignores SIGINT, and so would all that it starts.
    var whole = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT"));
    whole.addAll(command);
    var process =
        new ProcessBuilder(whole)
            .directory(PROJECT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    return new Foreground(process, out);
  }

  private static String pidOf(String program) throws IOException {
    return ours().entrySet().stream()
        .filter(process -> process.getValue().split("\0", 2)[0].endsWith(program))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> left() throws IOException {
    return List.copyOf(ours().values());
  }

  /** The processes of this home, the region itself among them: their command lines by pid. */
  private static Map<String, String> ours() throws IOException {
    var ours = new HashMap<String, String>();
    try (var processes = Files.list(Path.of("/proc"))) {
      processes
          .filter(p -> p.getFileName().toString().matches("\\d+"))
          .forEach(process -> note(process, ours));
    }
    return ours;
  }

  private static void note(Path process, Map<String, String> ours) {
    try {
      var environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
      var command = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      if (!command.isEmpty() && (environment + command).contains(HOME.toString())) {
        ours.put(process.getFileName().toString(), command);
      }
    } catch (IOException e) {
      ours.remove(process.getFileName().toString()); // it has just ended
    }
  }
}
