package com.shangwellness.region.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** What the real plane counts of its clients, and how many it takes. */
class ClientsTest {

  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: site\r\n\r\n";

  private static Address serve(RealWorld world) {
    var here = new Action.FixedResponse(200, "text/plain", "here");
    Serving serving =
        world.answer(
            answer ->
                world
                    .plane()
                    .serve(TrafficPlaneContract.frontend("web", world.free(), here), answer));
    return serving.bound().getFirst();
  }

  private static long told(RealWorld world, ToLongFunction<Carried.Clients> what) {
    Carried carried = world.answer(answer -> world.plane().measure("web", answer));
    return carried.clients().stream().mapToLong(what).sum();
  }

  @Test
  void the_bytes_of_requests_and_answers_are_counted_heads_and_bodies() {
    try (var world = new RealWorld();
        var client = new Line(serve(world))) {
      var first = client.say(REQUEST).message();
      var second = client.say(REQUEST).message();

      assertThat(told(world, Carried.Clients::bytes))
          .isEqualTo(2 * REQUEST.length() + first.length() + second.length());
      assertThat(told(world, Carried.Clients::bytes)).isZero();
    }
  }

  @Test
  void a_client_more_than_may_be_connected_is_turned_away_and_counted() {
    try (var world = new RealWorld(1)) {
      var site = serve(world);
      try (var inside = new Line(site)) {
        assertThat(inside.say(REQUEST).message()).startsWith("HTTP/1.1 200 ");
        try (var outside = new Line(site)) {
          assertThat(outside.rest()).isEmpty();
        }
        assertThat(inside.say(REQUEST).message()).startsWith("HTTP/1.1 200 ");
        assertThat(told(world, Carried.Clients::rejected)).isEqualTo(1);
      }
      // The one that went makes room, as soon as its loop has seen it go.
      assertThat(world.connects(site)).isTrue();
    }
  }
}
