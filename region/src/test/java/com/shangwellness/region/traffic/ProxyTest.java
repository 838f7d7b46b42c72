package com.shangwellness.region.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the real plane speaks HTTP, byte by byte. */
@SuppressWarnings("StringConcatToTextBlock") // the line ends are the point: they stay in sight
class ProxyTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private RealWorld world;
  private Backend backend;
  private Address site;

  @BeforeEach
  void begin() {
    world = new RealWorld();
    backend = new Backend();
    world
        .plane()
        .pool(
            new Pool(
                "web",
                Pool.Balancing.ROUND_ROBIN,
                List.of(new Pool.Target(backend.address(), Readiness.SERVING))));
    site = serve(Duration.ofSeconds(60), false, List.of());
  }

  @AfterEach
  void end() {
    backend.close();
    world.close();
  }

  private Address serve(Duration idle, boolean dropInvalid, List<Frontend.Route> routes) {
    var id = "web" + idle + dropInvalid + routes.size();
    Serving serving =
        world.answer(
            answer ->
                world
                    .plane()
                    .serve(
                        new Frontend(
                            id,
                            List.of(new Address("127.0.0.1", 0)),
                            80,
                            Optional.empty(),
                            routes,
                            Action.Forward.to("web"),
                            dropInvalid,
                            idle),
                        answer));
    return serving.bound().getFirst();
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: site\r\n\r\n";
  }

  @Test
  void a_target_is_told_who_asked_and_how() {
    try (var client = new Line(site)) {
      client.say(
          "GET /a?b=c HTTP/1.1\r\nHost: site:8080\r\nX-Forwarded-For: 1.2.3.4\r\n"
              + "Connection: keep-alive, X-Secret\r\nX-Secret: s\r\nKeep-Alive: timeout=5\r\n\r\n");
      try (var target = backend.accept()) {
        var head = target.head();
        assertThat(head)
            .startsWith("GET /a?b=c HTTP/1.1\r\nHost: site:8080\r\n")
            .contains("X-Forwarded-For: 1.2.3.4, 127.0.0.1\r\n")
            .contains("X-Forwarded-Proto: http\r\n")
            .contains("X-Forwarded-Port: 80\r\n")
            .containsPattern("X-Amzn-Trace-Id: Root=1-[0-9a-f]{8}-[0-9a-f]{24}\r\n")
            .doesNotContain("X-Secret", "Keep-Alive");
        target.say(OK);
        assertThat(client.message())
            .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nconnection: keep-alive\r\n\r\nok");
      }
    }
  }

  @Test
  void a_trace_that_has_a_root_keeps_it_and_gets_a_self() {
    try (var client = new Line(site)) {
      client.say(
          "GET / HTTP/1.1\r\nHost: s\r\n"
              + "X-Amzn-Trace-Id: Self=1-0-1;Root=1-67891233-abcdef012345678912345678;From=a\r\n"
              + "\r\n");
      try (var target = backend.accept()) {
        assertThat(target.head())
            .containsPattern(
                "X-Amzn-Trace-Id: Self=1-[0-9a-f]{8}-[0-9a-f]{24};"
                    + "Root=1-67891233-abcdef012345678912345678;From=a\r\n");
      }
    }
  }

  @Test
  void connections_are_kept_on_both_sides() {
    try (var client = new Line(site)) {
      client.say(get("/1"));
      try (var target = backend.accept()) {
        target.head();
        target.say(OK);
        client.message();
        client.say(get("/2"));
        assertThat(target.head()).startsWith("GET /2 ");
        target.say(OK);
        assertThat(client.message()).endsWith("ok");
      }
    }
  }

  @Test
  void requests_sent_at_once_are_answered_in_order() {
    try (var client = new Line(site)) {
      client.say(get("/1") + get("/2") + get("/3"));
      try (var target = backend.accept()) {
        for (var n : List.of("1", "2", "3")) {
          assertThat(target.head()).startsWith("GET /" + n + " ");
          target.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + n);
        }
        assertThat(client.message()).endsWith("1");
        assertThat(client.message()).endsWith("2");
        assertThat(client.message()).endsWith("3");
      }
    }
  }

  @Test
  void answers_of_its_own_leave_the_connection_open() {
    world.plane().dropPool("web");
    try (var client = new Line(site)) {
      for (int i = 0; i < 3; i++) {
        client.say(get("/" + i));
        assertThat(client.message()).startsWith("HTTP/1.1 503 Service Temporarily Unavailable\r\n");
      }
      client.say("POST / HTTP/1.1\r\nHost: s\r\nContent-Length: 5\r\n\r\nhe");
      assertThat(client.message()).startsWith("HTTP/1.1 503 ");
      client.say("llo" + get("/"));
      assertThat(client.message()).startsWith("HTTP/1.1 503 ");
    }
  }

  @Test
  void an_error_page_is_alb_s_to_the_byte() {
    world.plane().dropPool("web");
    try (var client = new Line(site)) {
      assertThat(client.say(get("/")).message())
          .contains("server: awselb/2.0\r\n")
          .contains("content-type: text/html\r\n")
          .contains("content-length: 162\r\n")
          .endsWith(
              "\r\n\r\n"
                  + "<html>\r\n"
                  + "<head><title>503 Service Temporarily Unavailable</title></head>\r\n"
                  + "<body>\r\n"
                  + "<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n"
                  + "</body>\r\n"
                  + "</html>\r\n");
    }
  }

  @Test
  void a_body_flows_as_it_comes_both_ways() {
    try (var client = new Line(site)) {
      client.say("POST / HTTP/1.1\r\nHost: s\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
      try (var target = backend.accept()) {
        assertThat(target.head()).contains("Transfer-Encoding: chunked\r\n");
        assertThat(target.body(8)).isEqualTo("3\r\nabc\r\n");
        target.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
        client.head();
        assertThat(client.body(6)).isEqualTo("1\r\nx\r\n");
        client.say("2\r\nde\r\n0\r\n\r\n");
        assertThat(target.body(12)).isEqualTo("2\r\nde\r\n0\r\n\r\n");
        target.say("0\r\n\r\n");
        assertThat(client.body(5)).isEqualTo("0\r\n\r\n");
      }
    }
  }

  @Test
  void a_large_body_passes_a_slow_reader_whole() {
    var large = "0123456789abcdef".repeat(512 * 1024);
    try (var client = new Line(site)) {
      client.say(get("/"));
      try (var target = backend.accept()) {
        target.head();
        var sending =
            CompletableFuture.runAsync(
                () ->
                    target.say(
                        "HTTP/1.1 200 OK\r\nContent-Length: "
                            + large.length()
                            + "\r\n\r\n"
                            + large));
        client.head();
        assertThat(client.body(large.length()).equals(large)).isTrue();
        sending.join();
      }
    }
  }

  @Test
  void an_answer_that_ends_by_closing_gets_its_end_in_chunks() {
    try (var client = new Line(site)) {
      client.say(get("/"));
      try (var target = backend.accept()) {
        target.head();
        target.say("HTTP/1.0 200 OK\r\n\r\nhello");
      }
      assertThat(client.head()).contains("transfer-encoding: chunked\r\n");
      assertThat(client.body(15)).isEqualTo("5\r\nhello\r\n0\r\n\r\n");
    }
  }

  @Test
  void an_old_client_is_answered_without_chunks_and_hung_up_on() {
    try (var client = new Line(site)) {
      client.say("GET / HTTP/1.0\r\n\r\n");
      try (var target = backend.accept()) {
        target.head();
        target.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
        assertThat(client.rest())
            .contains("connection: close\r\n")
            .doesNotContain("chunked")
            .endsWith("\r\n\r\nhi");
      }
    }
  }

  @Test
  void a_client_that_expects_to_continue_is_told_to_at_once() {
    try (var client = new Line(site)) {
      client.say("PUT / HTTP/1.1\r\nHost: s\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      client.say("hi");
      try (var target = backend.accept()) {
        assertThat(target.message()).doesNotContain("xpect").endsWith("hi");
      }
    }
  }

  @Test
  void a_web_socket_is_a_tunnel_after_its_handshake() {
    try (var client = new Line(site)) {
      client.say(
          "GET /ws HTTP/1.1\r\nHost: s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              + "Sec-WebSocket-Key: x\r\n\r\n");
      try (var target = backend.accept()) {
        assertThat(target.head())
            .containsIgnoringCase("upgrade: websocket\r\n")
            .containsIgnoringCase("connection: upgrade\r\n");
        target.say(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "\r\nhello");
        assertThat(client.head()).startsWith("HTTP/1.1 101 ").containsIgnoringCase("websocket");
        assertThat(client.body(5)).isEqualTo("hello");
        client.say("\u0081\u0002hi");
        assertThat(target.body(4)).isEqualTo("\u0081\u0002hi");
        target.say("bye");
        assertThat(client.body(3)).isEqualTo("bye");
      }
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void a_stale_connection_is_replaced_for_a_get() {
    try (var client = new Line(site)) {
      client.say(get("/1"));
      try (var target = backend.accept()) {
        target.head();
        target.say(OK);
        client.message();
        client.say(get("/2"));
        target.head();
      }
      try (var target = backend.accept()) {
        assertThat(target.head()).startsWith("GET /2 ");
        target.say(OK);
        assertThat(client.message()).endsWith("ok");
      }
    }
  }

  @Test
  void a_post_on_a_stale_connection_is_never_sent_twice() {
    try (var client = new Line(site)) {
      client.say(get("/1"));
      try (var target = backend.accept()) {
        target.head();
        target.say(OK);
        client.message();
        client.say("POST /2 HTTP/1.1\r\nHost: s\r\nContent-Length: 2\r\n\r\nhi");
        target.message();
      }
      assertThat(client.message()).startsWith("HTTP/1.1 502 Bad Gateway\r\n");
    }
  }

  @Test
  void a_target_that_closes_before_it_answers_gives_502() {
    try (var client = new Line(site)) {
      client.say(get("/"));
      try (var target = backend.accept()) {
        target.head();
      }
      assertThat(client.message())
          .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
          .contains("content-length: 122\r\n");
    }
  }

  @Test
  void a_target_that_speaks_no_http_gives_502() {
    try (var client = new Line(site)) {
      client.say(get("/"));
      try (var target = backend.accept()) {
        target.head();
        target.say("SSH-2.0-OpenSSH\r\n\r\n");
        assertThat(client.message()).startsWith("HTTP/1.1 502 ");
      }
    }
  }

  @Test
  void an_answer_that_is_cut_off_cuts_the_client_off() {
    try (var client = new Line(site)) {
      client.say(get("/"));
      try (var target = backend.accept()) {
        target.head();
        target.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
      }
      assertThat(client.rest()).doesNotContain("502");
    }
  }

  @Test
  void a_client_that_goes_away_takes_its_request_with_it() {
    Line target;
    try (var client = new Line(site)) {
      client.say(get("/"));
      target = backend.accept();
      target.head();
    }
    assertThat(target.rest()).isEmpty();
    target.close();
  }

  @Test
  void a_target_that_does_not_answer_in_time_gives_504_and_an_idle_client_is_hung_up_on() {
    var hasty = serve(Duration.ofMillis(300), false, List.of());
    try (var client = new Line(hasty)) {
      client.say(get("/"));
      try (var target = backend.accept()) {
        target.head();
        assertThat(client.message()).startsWith("HTTP/1.1 504 Gateway Time-out\r\n");
        assertThat(client.rest()).isEmpty();
      }
    }
    try (var client = new Line(hasty)) {
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void a_request_that_is_not_finished_in_time_gives_408() {
    var hasty = serve(Duration.ofMillis(300), false, List.of());
    try (var client = new Line(hasty)) {
      client.say("POST / HTTP/1.1\r\nHost: s\r\nContent-Length: 10\r\n\r\nhalf");
      assertThat(client.message()).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void headers_with_invalid_names_are_dropped_when_asked_for() {
    var strict = serve(Duration.ofSeconds(60), true, List.of());
    try (var client = new Line(strict)) {
      client.say("GET / HTTP/1.1\r\nHost: s\r\nX_Under: 1\r\nX-Fine: 2\r\n\r\n");
      try (var target = backend.accept()) {
        assertThat(target.head()).doesNotContain("X_Under").contains("X-Fine: 2\r\n");
      }
    }
  }

  @Test
  void a_folded_header_is_passed_on_as_one_line() {
    try (var client = new Line(site)) {
      client.say("GET / HTTP/1.1\r\nHost: s\r\nX-Long: one\r\n two\r\n\r\n");
      try (var target = backend.accept()) {
        assertThat(target.head()).contains("X-Long: one two\r\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Two ways to say how long the body is: the ground of request smuggling.
        "POST / HTTP/1.1\r\nHost: s\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: s\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: s\r\nContent-Length: 3, 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: s\r\nContent-Length: +3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: s\r\nContent-Length: x\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: s\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: s\r\nTransfer-Encoding: xchunked\r\n\r\n",
        "POST / HTTP/1.0\r\nHost: s\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: s\r\nTransfer-Encoding : chunked\r\n\r\n",
        // Lines that end otherwise, names and values that are none.
        "GET / HTTP/1.1\nHost: s\n\n",
        "GET / HTTP/1.1\r\nHost: s\nX: y\r\n\r\n",
        "GET / HTTP/1.1\r\n X: y\r\nHost: s\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: s\r\nX y: z\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: s\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: s\r\nX: a\u0000b\r\n\r\n",
        // Requests that are none.
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: s\r\n\r\n",
        "GET noslash HTTP/1.1\r\nHost: s\r\n\r\n",
        "CONNECT other:443 HTTP/1.1\r\nHost: s\r\n\r\n",
        "nonsense\r\n\r\n",
      })
  void what_cannot_be_trusted_is_answered_400_and_reaches_no_target(String request) {
    try (var client = new Line(site)) {
      client.say(request + get("/smuggled"));
      var answer = client.rest();
      assertThat(answer).startsWith("HTTP/1.1 400 Bad Request\r\n").contains("connection: close");
      assertThat(answer.indexOf("HTTP/1.1", 1)).as("a second answer").isNegative();
    }
    assertNothingArrived();
  }

  // A request that is well arrives first at the target if nothing else has.
  private void assertNothingArrived() {
    try (var client = new Line(site)) {
      client.say(get("/well"));
      try (var target = backend.accept()) {
        assertThat(target.head()).startsWith("GET /well ");
      }
    }
  }

  @Test
  void a_chunk_that_is_none_ends_the_connection() {
    try (var client = new Line(site)) {
      client.say("POST / HTTP/1.1\r\nHost: s\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n");
      try (var target = backend.accept()) {
        target.head();
        assertThat(client.rest()).startsWith("HTTP/1.1 400 ");
        assertThat(target.rest()).isEmpty();
      }
    }
  }

  @Test
  void a_line_or_headers_that_are_too_long_are_refused() {
    try (var client = new Line(site)) {
      client.say(get("/" + "a".repeat(17_000)));
      assertThat(client.message()).startsWith("HTTP/1.1 414 Request-URI Too Large\r\n");
    }
    try (var client = new Line(site)) {
      var header = "X-Large: " + "a".repeat(8_000) + "\r\n";
      client.say("GET / HTTP/1.1\r\nHost: s\r\n" + header.repeat(9) + "\r\n");
      assertThat(client.message()).startsWith("HTTP/1.1 400 Bad Request\r\n");
    }
  }

  @Test
  void trace_is_not_allowed_and_other_versions_are_not_known() {
    try (var client = new Line(site)) {
      client.say("TRACE / HTTP/1.1\r\nHost: s\r\n\r\n");
      assertThat(client.message()).startsWith("HTTP/1.1 405 Method Not Allowed\r\n");
    }
    try (var client = new Line(site)) {
      client.say("GET / HTTP/2.0\r\nHost: s\r\n\r\n");
      assertThat(client.message()).startsWith("HTTP/1.1 505 ");
    }
  }

  @Test
  void a_redirect_says_where_from_what_the_request_has() {
    var secure =
        new Frontend.Route(
            List.of(), new Action.Redirect(301, "HTTPS", "#{host}", "443", "/#{path}", "#{query}"));
    var redirecting = serve(Duration.ofSeconds(60), false, List.of(secure));
    try (var client = new Line(redirecting)) {
      client.say("GET /a/b?c=d HTTP/1.1\r\nHost: site.example:8080\r\n\r\n");
      assertThat(client.message())
          .startsWith("HTTP/1.1 301 Moved Permanently\r\n")
          .contains("location: https://site.example:443/a/b?c=d\r\n");
    }
  }
}
