package com.shangwellness.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Production on this machine, for real, as a user meets it: one story, told in order. Everything is
 * done through {@code ./shang}, HTTP and a browser.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpIT {

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Path HOME = PROJECT.resolve("ops/target/up-it");
  private static final int API = 14566;
  private static final int SITE = 18080;
  private static final int SITE_TLS = 18443;
  private static final Duration UP = Duration.ofMinutes(4);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a command said, and how it ended. */
  private record Said(int exitCode, String out, String all) {}

  @BeforeAll
  static void everythingIsPackaged() throws IOException {
    Files.createDirectories(PROJECT.resolve("target"));
    // Maven has just built all modules: the launcher need not build them again.
    Files.writeString(PROJECT.resolve("target/shang.built"), "");
    shang("down");
    if (Files.exists(HOME)) {
      run(List.of("rm", "-rf", HOME.toString()), Duration.ofMinutes(1));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    shang("down");
  }

  private static Said shang(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(PROJECT.resolve("shang").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--home", HOME.toString()));
    return run(command, UP);
  }

  private static Said up() throws IOException {
    return shang(
        "up",
        "-d",
        "--api-port",
        "" + API,
        "--site-port",
        "" + SITE,
        "--site-tls-port",
        "" + SITE_TLS);
  }

  private static Said run(List<String> command, Duration limit) throws IOException {
    var out = Files.createTempFile("said", ".out");
    var error = Files.createTempFile("said", ".err");
    var process =
        new ProcessBuilder(command)
            .directory(PROJECT.toFile())
            .redirectOutput(out.toFile())
            .redirectError(error.toFile())
            .start();
    try {
      assertThat(process.waitFor(limit.toSeconds(), TimeUnit.SECONDS))
          .as("%s ended in time", command)
          .isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
    var text = Files.readString(out);
    return new Said(process.exitValue(), text, text + Files.readString(error));
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
  @Order(1)
  void up_brings_production_up_and_says_where_it_is() throws IOException {
    var said = up();

    assertThat(said.exitCode()).as(said.all()).isZero();
    assertThat(said.all())
        .contains("http://127.0.0.1:" + SITE)
        .contains("http://127.0.0.1:" + API)
        .contains("aws --endpoint-url")
        .contains("AWS::ApplicationAutoScaling::ScalableTarget");
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
    assumeThat(run(List.of("python3", "-c", "import boto3"), UP).exitCode())
        .as("python3 with boto3 is not installed: what boto3 sees was NOT tested")
        .isZero();
    var said =
        run(
            List.of(
                "python3",
                "ops/src/test/python/agrees.py",
                "http://127.0.0.1:" + API,
                HOME.resolve("cdk.out").toString()),
            UP);
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
  void logs_show_what_the_tasks_wrote() throws IOException {
    var said = shang("logs");
    assertThat(said.exitCode()).as(said.all()).isZero();
    assertThat(said.out()).contains("\"event\":\"listening\"");
  }

  @Test
  @Order(6)
  void a_booking_made_in_a_browser_is_there_after_the_region_was_killed() throws IOException {
    assumeThat(Path.of("/usr/bin/chromedriver"))
        .as("chromedriver is not installed: the browser was NOT tested")
        .exists();
    var code = bookInBrowser();

    run(List.of("kill", "-KILL", regionPid()), UP);
    var said = up();
    assertThat(said.exitCode()).as(said.all()).isZero();

    assertThat(get("/api/bookings/" + code)).contains("Asha Rao").contains("\"status\":\"booked\"");
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
  void doctor_finds_nothing_wrong() throws IOException {
    var said = shang("doctor");
    assertThat(said.exitCode()).as(said.all()).isZero();
  }

  @Test
  @Order(8)
  void everything_listens_on_loopback_only() throws IOException {
    var listening = run(List.of("ss", "-Hltn"), UP).out();
    var others =
        listening
            .lines()
            .filter(
                line -> line.matches(".*:(" + API + "|" + SITE + "|" + SITE_TLS + "|3306)\\s.*"))
            .filter(
                line ->
                    !line.matches(".*\\s127\\.[\\d.]+:\\d+\\s.*") && !line.contains("[::ffff:127."))
            .toList();
    assertThat(others).isEmpty();
    assertThat(listening).contains(":" + API).contains(":" + SITE);
  }

  @Test
  @Order(9)
  void after_down_no_process_is_left_and_the_data_stay() throws IOException {
    var said = shang("down");
    assertThat(said.exitCode()).as(said.all()).isZero();
    assertThat(left()).as("processes that were left behind").isEmpty();
    assertThat(HOME.resolve("region/region.db")).exists();
  }

  @Test
  @Order(10)
  void after_a_kill_down_ends_what_was_left_running() throws IOException {
    assertThat(up().exitCode()).isZero();
    run(List.of("kill", "-KILL", regionPid()), UP);
    assertThat(left()).as("tasks and the database, which run on").isNotEmpty();

    assertThat(shang("down").exitCode()).isZero();
    assertThat(left()).isEmpty();
  }

  /** The command lines of processes that were started for this home. */
  private static List<String> left() throws IOException {
    try (var processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(p -> p.getFileName().toString().matches("\\d+"))
          .flatMap(UpIT::mark)
          .toList();
    }
  }

  private static java.util.stream.Stream<String> mark(Path process) {
    try {
      var environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
      return environment.contains(HOME.toString())
          ? java.util.stream.Stream.of(
              Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1))
          : java.util.stream.Stream.empty();
    } catch (IOException e) {
      return java.util.stream.Stream.empty(); // it has just ended
    }
  }
}
