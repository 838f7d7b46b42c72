package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.webserver.http.HttpRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What CloudWatch reads from the log: the embedded metric format. */
class MetricsTest extends OnDatabase {

  MetricsTest() {
    super("127.0.6.21");
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ESTIMATED =
      Path.of("../ops/src/main/resources/com/shangwellness/ops/cost/series.json");
  private static final Pattern CONFLICT = Pattern.compile("Problem\\.conflict\\(\\s*\"([a-z-]+)\"");

  @Test
  void a_booking_counts_once_however_often_its_request_is_sent() {
    var session = freeSession();
    book(session, "once@example.com", "Idempotency-Key", "the-same");
    book(session, "once@example.com", "Idempotency-Key", "the-same");

    var booked = lines("Bookings", 1);

    assertThat(booked).hasSize(1);
    assertThat(booked.getFirst().path("Bookings").asInt()).isEqualTo(1);
    assertThat(booked.getFirst().path("session").asLong()).isEqualTo(session);
    assertThat(directive(booked.getFirst()).path("Namespace").asText()).isEqualTo("Shangwellness");
    assertThat(directive(booked.getFirst()).path("Dimensions").toString())
        .isEqualTo("[[\"Environment\"]]");
    assertThat(directive(booked.getFirst()).path("Metrics").toString())
        .isEqualTo("[{\"Name\":\"Bookings\",\"Unit\":\"Count\"}]");
  }

  @Test
  void a_cancellation_counts_once() throws Exception {
    var answer = JSON.readTree(book(freeSession(), "leaves@example.com"));
    var code = "/api/bookings/" + answer.path("code").asText();
    app.send(app.to(code).DELETE());
    app.send(app.to(code).DELETE());

    assertThat(lines("Cancellations", 1)).hasSize(1);
    assertThat(app.logged.toString(StandardCharsets.UTF_8))
        .doesNotContain(answer.path("code").asText());
  }

  @Test
  void whoever_wanted_a_place_and_got_none_is_counted_by_the_reason() {
    var session = freeSession();
    book(session, "twice@example.com");
    book(session, "twice@example.com");

    var refused = lines("Refusals", 1);

    assertThat(refused).hasSize(1);
    assertThat(refused.getFirst().path("Reason").asText()).isEqualTo("already-booked");
    assertThat(directive(refused.getFirst()).path("Dimensions").toString())
        .isEqualTo("[[\"Environment\"],[\"Environment\",\"Reason\"]]");
  }

  @Test
  void a_request_that_makes_no_sense_is_no_refusal() {
    app.post("/api/sessions/1/bookings", "{}");
    app.post("/api/sessions/99999999/bookings", person("nobody@example.com"));

    assertThat(lines("Latency", 2)).hasSize(2);
    assertThat(lines("Refusals", 0)).isEmpty();
  }

  @Test
  void latency_is_kept_by_route_and_not_by_path() {
    app.get("/api/bookings/00000000000000000000000000");
    app.get("/api/bookings/11111111111111111111111111");
    app.get("/assets/nothing.js");
    app.get("/");

    assertThat(lines("Latency", 4).stream().map(line -> line.path("Route").asText()))
        .containsExactlyInAnyOrder(
            "GET /api/bookings/{code}", "GET /api/bookings/{code}", "GET /assets/{name}", "GET /");
    assertThat(lines("Latency", 4))
        .allSatisfy(line -> assertThat(line.path("Latency").asDouble()).isPositive())
        .allSatisfy(line -> assertThat(line.path("Environment").asText()).isEqualTo("test"))
        .allSatisfy(
            line ->
                assertThat(directive(line).path("Dimensions").toString())
                    .isEqualTo("[[\"Environment\",\"Route\"]]"));
  }

  @Test
  void whoever_scans_names_no_series_of_ours() {
    app.get("/wp-admin/setup.php");
    app.send(app.to("/api/sessions").method("BREW", BodyPublishers.noBody()));

    assertThat(lines("Latency", 2).stream().map(line -> line.path("Route").asText()))
        .containsOnly("none");
  }

  /** Each series costs by the month: {@code shang cost} has to know of all that there can be. */
  @Test
  void there_are_as_many_series_as_the_estimate_of_costs_has() throws IOException {
    var routes = new TreeSet<String>();
    for (var service : List.of(app.health, new Site(), new Api(app.studio, app.metrics))) {
      service.routing(noting(routes));
    }

    assertThat(routes).contains("get /sessions", "head /assets/{name}", "get /healthcheck");
    assertThat(JSON.readTree(ESTIMATED.toFile()))
        .isEqualTo(
            JSON.createObjectNode()
                .put("Bookings", 1)
                .put("Cancellations", 1)
                // All together, and by each reason.
                .put("Refusals", 1 + reasons().size())
                // What no route is for is one more.
                .put("Latency", routes.size() + 1));
  }

  /** Rules that only note which routes there are. */
  private static HttpRules noting(Set<String> routes) {
    return (HttpRules)
        Proxy.newProxyInstance(
            HttpRules.class.getClassLoader(),
            new Class<?>[] {HttpRules.class},
            (rules, method, arguments) -> {
              if (!method.getName().equals("any")) {
                routes.add(method.getName() + " " + arguments[0]);
              }
              return rules;
            });
  }

  private static Set<String> reasons() throws IOException {
    try (var sources = Files.walk(Path.of("src/main/java"))) {
      return sources
          .filter(Files::isRegularFile)
          .map(MetricsTest::text)
          .flatMap(source -> CONFLICT.matcher(source).results())
          .map(conflict -> conflict.group(1))
          .collect(Collectors.toSet());
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long freeSession() {
    return app.studio.sessions().getLast().id();
  }

  private String book(long session, String email, String... headers) {
    return app.post("/api/sessions/%d/bookings".formatted(session), person(email), headers).body();
  }

  private static String person(String email) {
    return "{\"name\":\"A Person\",\"email\":\"%s\"}".formatted(email);
  }

  private static JsonNode directive(JsonNode line) {
    return line.path("_aws").path("CloudWatchMetrics").path(0);
  }

  /** The lines that carry {@code metric}: a request's line comes after its answer. */
  private List<JsonNode> lines(String metric, int atLeast) {
    Running.await(() -> carrying(metric).size() >= atLeast);
    return carrying(metric);
  }

  private List<JsonNode> carrying(String metric) {
    return app.logged
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(MetricsTest::parse)
        .filter(
            line ->
                StreamSupport.stream(directive(line).path("Metrics").spliterator(), false)
                    .anyMatch(it -> it.path("Name").asText().equals(metric)))
        .toList();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
