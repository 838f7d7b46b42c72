package com.shangwellness.ops.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate against a registry that answers what the test says. */
class ScanGateTest {

  private static final String REPOSITORY =
      "669097061043.dkr.ecr.ap-south-1.amazonaws.com/shangwellness-prod";
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String CRITICAL =
      scan("COMPLETE", finding("CVE-1", "CRITICAL") + "," + finding("CVE-2", "LOW"), "");

  @TempDir Path folder;
  private final Deque<String> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Instant now = Instant.parse("2026-11-28T21:00:00Z");
  private HttpServer server;

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.createContext(
        "/role",
        exchange ->
            send(
                exchange,
                exchange.getRequestHeaders().getFirst("Authorization").equals("token") ? 200 : 403,
                "{\"AccessKeyId\":\"ASIA1\",\"SecretAccessKey\":\"s\",\"Token\":\"session\"}"));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    asked.add(
        headers.getFirst("X-Amz-Target")
            + " "
            + headers.getFirst("X-Amz-Security-Token")
            + " "
            + headers.getFirst("Authorization").split("/", -1)[0]
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    var answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    send(exchange, answer.contains("__type") ? 400 : 200, answer);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      var bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String finding(String id, String severity) {
    return "{\"name\":\"" + id + "\",\"severity\":\"" + severity + "\",\"description\":\"Bad\"}";
  }

  private static String scan(String status, String findings, String more) {
    return "{\"imageScanStatus\":{\"status\":\""
        + status
        + "\",\"description\":\"because\"},\"imageScanFindings\":{\"findings\":["
        + findings
        + "]}"
        + more
        + "}";
  }

  private Map<String, String> environment() {
    var endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
    return Map.of(
        "AWS_ENDPOINT_URL",
        endpoint,
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        endpoint + "/role",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "token");
  }

  private boolean lets() throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var gate =
          new ScanGate(
              new Registry(http, environment(), clock),
              clock,
              duration -> now = now.plus(duration),
              new PrintStream(said, true, UTF_8));
      return gate.lets(REPOSITORY, DIGEST, folder.resolve("accepted.yaml"));
    }
  }

  @Test
  void it_waits_for_the_scan_and_asks_with_the_builds_role() throws Exception {
    answers.add("{\"__type\":\"ScanNotFoundException\"}");
    answers.add(scan("IN_PROGRESS", "", ""));
    answers.add(scan("COMPLETE", finding("CVE-2", "HIGH"), ""));
    var begun = now;

    assertThat(lets()).isTrue();
    assertThat(Duration.between(begun, now)).isEqualTo(Duration.ofSeconds(4));
    assertThat(asked)
        .hasSize(3)
        .allMatch(
            question ->
                question.startsWith(
                    "AmazonEC2ContainerRegistry_V20150921.DescribeImageScanFindings session"
                        + " AWS4-HMAC-SHA256 Credential=ASIA1"))
        .allMatch(
            question ->
                question.endsWith(
                    "{\"registryId\":\"669097061043\",\"repositoryName\":\"shangwellness-prod\","
                        + "\"imageId\":{\"imageDigest\":\""
                        + DIGEST
                        + "\"}}"));
  }

  @Test
  void a_critical_finding_closes_it_and_an_accepted_one_does_not() throws Exception {
    answers.add(CRITICAL);
    assertThat(lets()).isFalse();
    assertThat(said.toString(UTF_8))
        .contains("scan gate: refused: CVE-1 is critical: Bad")
        .contains("is not released; update what is vulnerable, or accept it in");

    Files.writeString(
        folder.resolve("accepted.yaml"),
        "findings: [{id: CVE-1, reason: Not used here at all, until: 2027-01-01}]");
    assertThat(lets()).isTrue();
  }

  @Test
  void all_pages_are_looked_at() throws Exception {
    answers.add(scan("COMPLETE", finding("CVE-2", "LOW"), ",\"nextToken\":\"more\""));
    answers.add(CRITICAL);
    assertThat(lets()).isFalse();
    assertThat(asked.getLast()).endsWith(",\"nextToken\":\"more\"}");
  }

  @Test
  void what_inspector_finds_counts() throws Exception {
    answers.add(
        """
        {"imageScanStatus": {"status": "ACTIVE"},
         "imageScanFindings": {"imageScanCompletedAt": 1790000000.0, "enhancedFindings": [
           {"severity": "CRITICAL", "description": "Bad",
            "packageVulnerabilityDetails": {"vulnerabilityId": "CVE-9",
              "vulnerablePackages": [{"name": "org.x:y", "version": "1.2"}]}}]}}
        """);
    assertThat(lets()).isFalse();
    assertThat(said.toString(UTF_8)).contains("refused: CVE-9 is critical: org.x:y 1.2: Bad");
  }

  @Test
  void one_that_goes_on_by_itself_is_not_believed_before_it_has_looked() throws Exception {
    answers.add(scan("ACTIVE", "", ""));
    answers.add(
        """
        {"imageScanStatus": {"status": "ACTIVE"},
         "imageScanFindings": {"imageScanCompletedAt": 1790000000.0, "enhancedFindings": [
           {"severity": "CRITICAL", "description": "Bad",
            "packageVulnerabilityDetails": {"vulnerabilityId": "CVE-9"}}]}}
        """);

    assertThat(lets()).isFalse();
    assertThat(asked).hasSize(2);
  }

  @Test
  void what_is_vulnerable_is_named() throws Exception {
    answers.add(
        """
        {"imageScanStatus": {"status": "COMPLETE"},
         "imageScanFindings": {"findings": [
           {"name": "CVE-8", "severity": "CRITICAL", "description": "Bad", "uri": "https://x",
            "attributes": [{"key": "package_version", "value": "1.2"},
              {"key": "package_name", "value": "org.x:y"}]}]}}
        """);
    assertThat(lets()).isFalse();
    assertThat(said.toString(UTF_8))
        .contains("refused: CVE-8 is critical: org.x:y 1.2: Bad https://x");
  }

  @Test
  void a_scan_that_failed_closes_it() throws Exception {
    answers.add(scan("FAILED", "", ""));
    assertThat(lets()).isFalse();
    assertThat(said.toString(UTF_8)).contains("nobody knows whether it is safe: FAILED, because");
  }

  @Test
  void a_scan_that_never_begins_is_not_waited_for_for_ever() {
    answers.add("{\"__type\":\"ScanNotFoundException\"}");
    assertThatThrownBy(this::lets)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was NONE for 15 minutes; is scanning on push on?");
  }

  @Test
  void another_refusal_of_the_registry_is_told_at_once() {
    answers.add("{\"__type\":\"ImageNotFoundException\"}");
    assertThatThrownBy(this::lets)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has answered 400: {\"__type\":\"ImageNotFoundException\"}");
  }

  /** As {@code buildspec.yml} runs it: from its sources, with Jackson and nothing else. */
  @Test
  void the_build_runs_it_from_its_sources() throws Exception {
    answers.add(CRITICAL);
    assertThat(launched()).as(Files.readString(folder.resolve("log"))).isEqualTo(1);
    assertThat(folder.resolve("log")).content().contains("refused: CVE-1 is critical");
    answers.clear();
    answers.add(scan("COMPLETE", "", ""));
    assertThat(launched()).as(Files.readString(folder.resolve("log"))).isZero();
  }

  private int launched() throws IOException, InterruptedException {
    var jackson =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.contains("jackson") || entry.contains("snakeyaml"))
            .collect(Collectors.joining(File.pathSeparator));
    var process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            jackson,
            "src/main/java/com/shangwellness/ops/scan/ScanGate.java",
            REPOSITORY,
            DIGEST,
            folder.resolve("none.yaml").toString());
    process.environment().clear();
    process.environment().putAll(environment());
    return process
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start()
        .waitFor();
  }
}
