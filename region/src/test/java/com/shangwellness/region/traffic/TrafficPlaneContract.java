package com.shangwellness.region.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link TrafficPlane} does alike. */
abstract class TrafficPlaneContract {

  /** How the suite drives one implementation. */
  interface World extends AutoCloseable {

    TrafficPlane plane();

    /** An address that can be bound. */
    Address free();

    /** An address that another program holds. */
    Address taken();

    /** A target that answers with this status, and holds requests for {@code /held}. */
    Address target(int status);

    /** A target that takes requests and never answers. */
    Address silent();

    /** Where nothing listens. */
    Address nothing();

    /** A client asks and gets its answer. */
    Answer get(Address frontend, String uri);

    /** A client asks for {@code /held} and a target has it now. */
    Held hold(Address frontend);

    /** Whether a client can connect. */
    boolean connects(Address frontend);

    /** The answer that the plane posts. */
    <T> T answer(Consumer<Consumer<T>> ask);

    @Override
    void close();
  }

  /** A request that a target holds. */
  interface Held {
    Address target();

    /** The target answers 200. */
    void finish();

    /** The status that the client got. */
    int status();
  }

  /** What a client got. */
  record Answer(int status, Optional<Address> target) {}

  private World world;

  abstract World world();

  @BeforeEach
  void begin() {
    world = world();
  }

  @AfterEach
  void end() {
    world.close();
  }

  static Frontend frontend(String id, Address address, Action otherwise) {
    return new Frontend(
        id,
        List.of(address),
        80,
        Optional.empty(),
        List.of(),
        otherwise,
        false,
        Duration.ofSeconds(60));
  }

  private Address serve(Action otherwise) {
    return serve(frontend("web", world.free(), otherwise));
  }

  private Address serve(Frontend frontend) {
    Serving serving = world.answer(answer -> world.plane().serve(frontend, answer));
    assertThat(serving.refused()).isEmpty();
    return serving.bound().getFirst();
  }

  private void pool(String id, Pool.Target... targets) {
    world.plane().pool(new Pool(id, Pool.Balancing.ROUND_ROBIN, List.of(targets)));
  }

  private static Pool.Target serving(Address address) {
    return new Pool.Target(address, Readiness.SERVING);
  }

  private static Action.Forward split(int blue, int green) {
    return new Action.Forward(
        List.of(new Action.Share("blue", blue), new Action.Share("green", green)));
  }

  private List<Address> ask(Address site, int times) {
    var targets = new ArrayList<Address>();
    for (int i = 0; i < times; i++) {
      targets.add(world.get(site, "/").target().orElseThrow());
    }
    return targets;
  }

  @Test
  void a_request_reaches_a_target_and_its_answer_comes_back() {
    var target = world.target(201);
    pool("blue", serving(target));
    var site = serve(Action.Forward.to("blue"));

    assertThat(world.get(site, "/")).isEqualTo(new Answer(201, Optional.of(target)));
  }

  @Test
  void a_taken_address_is_refused_by_name_and_the_others_are_served() {
    var taken = world.taken();
    var free = world.free();
    var two =
        new Frontend(
            "web",
            List.of(free, taken),
            80,
            Optional.empty(),
            List.of(),
            new Action.FixedResponse(204, "text/plain", ""),
            false,
            Duration.ofSeconds(60));

    Serving serving = world.answer(answer -> world.plane().serve(two, answer));
    assertThat(serving.bound()).hasSize(1);
    assertThat(serving.refused())
        .containsExactly(new Serving.Refusal(taken, taken + " is in use by another program"));
  }

  @Test
  void weights_hold_exactly_and_new_ones_from_the_next_request_on() {
    var blue = world.target(200);
    var green = world.target(200);
    pool("blue", serving(blue));
    pool("green", serving(green));
    var site = serve(split(90, 10));
    assertThat(Collections.frequency(ask(site, 20), green)).isEqualTo(2);

    serve(frontend("web", site, split(1, 1)));
    assertThat(Collections.frequency(ask(site, 20), green)).isEqualTo(10);

    serve(frontend("web", site, split(0, 1)));
    assertThat(ask(site, 5)).containsOnly(green);
  }

  @Test
  void what_is_asked_for_last_holds_also_while_sockets_are_being_freed() {
    var blue = world.target(200);
    var green = world.target(200);
    pool("blue", serving(blue));
    pool("green", serving(green));
    var site = serve(Action.Forward.to("blue"));
    for (int i = 0; i < 20; i++) {
      world.plane().withdraw("web");
      world.plane().serve(frontend("web", site, split(1, 0)), serving -> {});
      world.plane().serve(frontend("web", site, split(1, 1)), serving -> {});
      serve(frontend("web", site, split(0, 1)));
      assertThat(ask(site, 3)).containsOnly(green);
    }
  }

  @Test
  void targets_take_turns() {
    var one = world.target(200);
    var two = world.target(200);
    pool("blue", serving(one), serving(two));
    var site = serve(Action.Forward.to("blue"));

    assertThat(Collections.frequency(ask(site, 10), one)).isEqualTo(5);
  }

  @Test
  void the_least_loaded_target_is_preferred_when_asked_for() {
    var one = world.target(200);
    var two = world.target(200);
    world
        .plane()
        .pool(
            new Pool(
                "blue", Pool.Balancing.LEAST_OUTSTANDING, List.of(serving(one), serving(two))));
    var site = serve(Action.Forward.to("blue"));
    var held = world.hold(site);

    assertThat(ask(site, 6)).doesNotContain(held.target());
    held.finish();
    assertThat(held.status()).isEqualTo(200);
  }

  @Test
  void doubtful_targets_get_requests_only_when_none_is_serving() {
    var well = world.target(200);
    var ill = world.target(200);
    pool("blue", serving(well), new Pool.Target(ill, Readiness.DOUBTFUL));
    var site = serve(Action.Forward.to("blue"));
    assertThat(ask(site, 4)).containsOnly(well);

    pool("blue", new Pool.Target(ill, Readiness.DOUBTFUL));
    assertThat(ask(site, 4)).containsOnly(ill);
  }

  @Test
  void a_draining_target_finishes_what_it_has_and_gets_nothing_new() {
    var one = world.target(200);
    var two = world.target(200);
    pool("blue", serving(one), serving(two));
    var site = serve(Action.Forward.to("blue"));
    var held = world.hold(site);
    var other = held.target().equals(one) ? two : one;

    pool("blue", serving(other), new Pool.Target(held.target(), Readiness.DRAINING));
    assertThat(ask(site, 6)).containsOnly(other);
    held.finish();
    assertThat(held.status()).isEqualTo(200);
  }

  @Test
  void what_a_target_still_has_when_it_leaves_is_answered_502() {
    var one = world.target(200);
    pool("blue", serving(one));
    var site = serve(Action.Forward.to("blue"));
    var held = world.hold(site);

    pool("blue");
    assertThat(held.status()).isEqualTo(502);
  }

  @Test
  void without_a_target_the_answer_is_503() {
    var draining = world.target(200);
    pool("blue", new Pool.Target(draining, Readiness.DRAINING));
    var site = serve(Action.Forward.to("blue"));
    assertThat(world.get(site, "/")).isEqualTo(new Answer(503, Optional.empty()));

    world.plane().dropPool("blue");
    assertThat(world.get(site, "/")).isEqualTo(new Answer(503, Optional.empty()));
  }

  @Test
  void all_weights_at_zero_are_answered_503() {
    pool("blue", serving(world.target(200)));
    var site = serve(split(0, 0));

    assertThat(world.get(site, "/").status()).isEqualTo(503);
  }

  @Test
  void a_target_that_refuses_is_answered_502() {
    pool("blue", serving(world.nothing()));
    var site = serve(Action.Forward.to("blue"));

    assertThat(world.get(site, "/")).isEqualTo(new Answer(502, Optional.empty()));
  }

  @Test
  void the_first_rule_that_fits_decides() {
    var blue = world.target(200);
    pool("blue", serving(blue));
    var api =
        new Frontend.Route(
            List.of(new Condition.PathPattern(List.of(new Wildcard("/api/*", false)))),
            new Action.FixedResponse(418, "text/plain", "no tea"));
    var old =
        new Frontend.Route(
            List.of(
                new Condition.PathPattern(List.of(new Wildcard("/*", false))),
                new Condition.QueryString(
                    List.of(
                        new Condition.Pair(
                            Optional.of(new Wildcard("old", true)), new Wildcard("y?s", true))))),
            new Action.Redirect(
                301, "https", "#{host}", "443", "/new/#{path}", "from=old&#{query}"));
    var site =
        serve(
            new Frontend(
                "web",
                List.of(world.free()),
                80,
                Optional.empty(),
                List.of(api, old),
                Action.Forward.to("blue"),
                false,
                Duration.ofSeconds(60)));

    assertThat(world.get(site, "/api/x").status()).isEqualTo(418);
    assertThat(world.get(site, "/page?a=b&old=yes").status()).isEqualTo(301);
    assertThat(world.get(site, "/page?old=no").status()).isEqualTo(200);
  }

  @Test
  void a_probe_tells_the_status_a_silence_or_a_refusal() {
    var timeout = Duration.ofMillis(300);
    ProbeResult well = probe(new Probe(world.target(503), "/healthcheck", timeout));
    ProbeResult silent = probe(new Probe(world.silent(), "/healthcheck", timeout));
    ProbeResult refused = probe(new Probe(world.nothing(), "/healthcheck", timeout));

    assertThat(well).isEqualTo(new ProbeResult.Answered(503));
    assertThat(silent).isEqualTo(new ProbeResult.TimedOut());
    assertThat(refused).isInstanceOf(ProbeResult.Failed.class);
  }

  private ProbeResult probe(Probe probe) {
    return world.answer(answer -> world.plane().probe(probe, answer));
  }

  @Test
  void what_is_withdrawn_is_no_longer_there() {
    var site = serve(new Action.FixedResponse(200, "text/plain", "here"));
    assertThat(world.connects(site)).isTrue();

    world.plane().withdraw("web");
    // Changes are made in turn: it is gone soon, and not at once.
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (world.connects(site) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(world.connects(site)).isFalse();
  }

  @Test
  void serving_the_same_again_changes_nothing() {
    var site = serve(new Action.FixedResponse(200, "text/plain", "here"));

    assertThat(serve(frontend("web", site, new Action.FixedResponse(200, "text/plain", "here"))))
        .isEqualTo(site);
    assertThat(world.get(site, "/").status()).isEqualTo(200);
  }

  private List<String> carried(String owner) {
    Carried carried = world.answer(answer -> world.plane().measure(owner, answer));
    return carried.answers().stream()
        .map(a -> a.pool() + (a.byTarget() ? " answered " : " failed ") + a.statuses())
        .sorted()
        .toList();
  }

  @Test
  void every_answer_is_counted_once_under_who_gave_it() {
    pool("blue", serving(world.target(204)));
    pool("green", serving(world.nothing()));
    var site = serve(split(1, 0));
    ask(site, 3);
    serve(frontend("web", site, split(0, 1)));
    world.get(site, "/");
    world.plane().dropPool("green");
    world.get(site, "/");

    assertThat(carried("web"))
        .containsExactly(" failed {503=1}", "blue answered {204=3}", "green failed {502=1}");
    assertThat(carried("web")).isEmpty();
  }

  @Test
  void what_belongs_to_another_region_is_kept_for_it() {
    pool("blue", serving(world.target(204)));
    var site = serve(Action.Forward.to("blue"));
    ask(site, 2);

    assertThat(carried("other")).isEmpty();
    assertThat(carried("w")).containsExactly("blue answered {204=2}");
  }

  @Test
  void times_to_answer_and_connections_are_told_too() {
    var one = world.target(200);
    pool("web-blue", serving(one));
    var site = serve(Action.Forward.to("web-blue"));
    ask(site, 4);

    Carried carried = world.answer(answer -> world.plane().measure("web", answer));
    assertThat(carried.answers()).hasSize(1);
    var answers = carried.answers().getFirst();
    assertThat(answers.micros().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(4);
    assertThat(answers.target()).isEqualTo(one.toString());
    assertThat(carried.clients().stream().mapToLong(Carried.Clients::opened).sum())
        .isBetween(1L, 4L);
    assertThat(carried.clients().getFirst().host()).isEqualTo("127.0.0.1");
  }
}
