package com.shangwellness.region.traffic;

import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Traffic without sockets, on virtual time: routes, weighs and chooses by the same code as {@link
 * NettyTraffic}, against targets that behave as a test says. Its answers may come late, twice or
 * never, drawn from a seeded generator. For the timeline's thread only.
 */
public final class SimulatedTraffic implements TrafficPlane {

  /** How a simulated target behaves. */
  public sealed interface Behaviour {

    /** It answers every request with this status. */
    record Answers(int status) implements Behaviour {}

    /** It takes requests and says nothing. */
    record Hangs() implements Behaviour {}

    /** Nothing listens there. */
    record Refuses() implements Behaviour {}
  }

  /**
   * What goes wrong with the plane's own answers; chances are 0 to 1.
   *
   * @param lateBy the most by which a late answer is late, in region time
   */
  public record Faults(double late, double lost, double doubled, Duration lateBy) {

    /** Nothing goes wrong. */
    public static final Faults NONE = new Faults(0, 0, 0, Duration.ZERO);
  }

  /** A request that a simulated client has made. */
  public static final class Call {
    private final Optional<SimulatedTarget> target;
    private final Optional<Address> tried;
    private final Counted counted;
    private Optional<Integer> status;
    private boolean answeredByTarget;
    private Optional<Instant> firstByte = Optional.empty();

    private Call(
        Optional<SimulatedTarget> target,
        Optional<Address> tried,
        Optional<Integer> status,
        Counted counted) {
      this.target = target;
      this.tried = tried;
      this.status = status;
      this.counted = counted;
    }

    /** The target that has it; empty when the load balancer answered itself. */
    public Optional<Address> target() {
      return target.map(SimulatedTarget::address);
    }

    /** The target that was chosen for it, whether it could be reached or not. */
    public Optional<Address> tried() {
      return tried;
    }

    /** The answer's status; empty while there is none. */
    public Optional<Integer> status() {
      return status;
    }

    /** The target answers now; without effect on a call that has been answered or cut off. */
    public void finish(int answer) {
      end(answer, true);
    }

    /**
     * The target's answer begins at {@code now}, and may take long to end: the time that a target
     * takes is told by its first byte.
     */
    public void answerBegins(Instant now) {
      firstByte = firstByte.or(() -> Optional.of(now));
    }

    /** The target breaks off without an answer; the load balancer answers 502 in its place. */
    public void cut() {
      end(502, false);
    }

    /** Whether the target answered, and not the load balancer in its place. */
    public boolean wasAnsweredByTarget() {
      return answeredByTarget;
    }

    private void end(int answer, boolean byTarget) {
      if (status.isEmpty()) {
        status = Optional.of(answer);
        answeredByTarget = byTarget;
        target.ifPresent(t -> t.open.remove(this));
        counted.answered(answer, byTarget, firstByte);
      }
    }
  }

  private interface Counted {
    void answered(int status, boolean byTarget, Optional<Instant> firstByte);
  }

  private static final class SimulatedTarget implements LivePool.Member {
    private final String pool;
    private final Address address;
    private final Set<Call> open = new LinkedHashSet<>();

    SimulatedTarget(String pool, Address address) {
      this.pool = pool;
      this.address = address;
    }

    TrafficMeter.Wire wire() {
      return new TrafficMeter.Wire(pool, address.toString());
    }

    @Override
    public Address address() {
      return address;
    }

    @Override
    public int inFlight() {
      return open.size();
    }
  }

  private record Facts(String method, String host, String uri, String source)
      implements RequestFacts {
    @Override
    public String path() {
      return uri.contains("?") ? uri.substring(0, uri.indexOf('?')) : uri;
    }

    @Override
    public String rawQuery() {
      return uri.contains("?") ? uri.substring(uri.indexOf('?') + 1) : "";
    }

    @Override
    public List<String> header(String name) {
      return name.equalsIgnoreCase("host") ? List.of(host) : List.of();
    }
  }

  private final Timeline timeline;
  private final RandomGenerator random;
  private Faults faults;
  private final Map<String, Router> frontends = new LinkedHashMap<>();
  private final Map<Address, String> sockets = new HashMap<>();
  private final Set<Address> taken = new HashSet<>();
  private final Map<String, LivePool<SimulatedTarget>> pools = new HashMap<>();
  private final Map<Address, Behaviour> behaviours = new HashMap<>();
  private Function<Address, Behaviour> machines =
      address -> behaviours.getOrDefault(address, new Behaviour.Refuses());
  private final List<Probe> probes = new ArrayList<>();
  private final Tally tally = new Tally();

  /** A plane whose answers go wrong as {@code faults} says. */
  public SimulatedTraffic(Timeline timeline, RandomGenerator random, Faults faults) {
    this.timeline = timeline;
    this.random = random;
    this.faults = faults;
  }

  /** A plane that answers at once and once. */
  public SimulatedTraffic(Timeline timeline) {
    this(timeline, new java.util.SplittableRandom(0), Faults.NONE);
  }

  /** From now on the target at {@code address} behaves so; at first nothing listens anywhere. */
  public void target(Address address, Behaviour behaviour) {
    behaviours.put(address, behaviour);
  }

  /** From now on every target behaves as {@code machines} says whenever it is asked. */
  public void targets(Function<Address, Behaviour> machines) {
    this.machines = machines;
  }

  /** From now on answers go wrong so. */
  public void faults(Faults faults) {
    this.faults = faults;
  }

  /** Another program takes {@code address}, so that it can no longer be bound. */
  public void take(Address address) {
    taken.add(address);
  }

  /** The other program lets {@code address} go. */
  public void release(Address address) {
    taken.remove(address);
  }

  /** The probes made so far. */
  public List<Probe> probes() {
    return List.copyOf(probes);
  }

  /** A client is turned away at a bound address, as one for which there is no room. */
  public void turnsAway(Address address) {
    tally.rejected(door(address));
  }

  /** So many bytes (at least 1) pass at a bound address; the requests asked for here have none. */
  public void passes(Address address, int bytes) {
    tally.passed(door(address), bytes);
  }

  private TrafficMeter.Door door(Address address) {
    var id = sockets.get(address);
    if (id == null) {
      throw new IllegalStateException(address + ": connection refused");
    }
    return new TrafficMeter.Door(id, address.host());
  }

  /** What is served under this id. */
  public Optional<Frontend> frontend(String id) {
    return Optional.ofNullable(frontends.get(id)).map(Router::frontend);
  }

  @Override
  public void serve(Frontend frontend, Consumer<Serving> answer) {
    frontends.put(frontend.id(), new Router(frontend));
    sockets
        .entrySet()
        .removeIf(
            socket ->
                socket.getValue().equals(frontend.id())
                    && !frontend.addresses().contains(socket.getKey()));
    var bound = new ArrayList<Address>();
    var refused = new ArrayList<Serving.Refusal>();
    for (var address : frontend.addresses()) {
      var owner = sockets.getOrDefault(address, frontend.id());
      if (taken.contains(address) || !owner.equals(frontend.id())) {
        refused.add(new Serving.Refusal(address, address + " is in use by another program"));
      } else {
        sockets.put(address, frontend.id());
        bound.add(address);
      }
    }
    var serving = new Serving(frontend.id(), bound, refused);
    say(Duration.ZERO, "traffic: " + frontend.id() + " is served", () -> answer.accept(serving));
  }

  @Override
  public void withdraw(String frontend) {
    frontends.remove(frontend);
    sockets.values().removeIf(frontend::equals);
  }

  @Override
  public void pool(Pool pool) {
    pools
        .computeIfAbsent(pool.id(), id -> new LivePool<>())
        .become(pool, address -> new SimulatedTarget(pool.id(), address))
        .forEach(SimulatedTraffic::cutOff);
  }

  @Override
  public void dropPool(String pool) {
    var gone = pools.remove(pool);
    if (gone != null) {
      gone.members().forEach(SimulatedTraffic::cutOff);
    }
  }

  private static void cutOff(SimulatedTarget target) {
    List.copyOf(target.open).forEach(Call::cut);
  }

  @Override
  public void measure(String owner, Consumer<Carried> answer) {
    say(Duration.ZERO, "traffic: what was carried", () -> answer.accept(tally.take(owner)));
  }

  @Override
  public void probe(Probe probe, Consumer<ProbeResult> answer) {
    probes.add(probe);
    var behaviour = machines.apply(probe.address());
    var what = "traffic: " + probe.address() + " was probed";
    switch (behaviour) {
      case Behaviour.Answers answers ->
          say(Duration.ZERO, what, () -> answer.accept(new ProbeResult.Answered(answers.status())));
      case Behaviour.Hangs() ->
          say(probe.timeout(), what, () -> answer.accept(new ProbeResult.TimedOut()));
      case Behaviour.Refuses() ->
          say(
              Duration.ZERO,
              what,
              () -> answer.accept(new ProbeResult.Failed("Connection refused")));
    }
  }

  private void say(Duration after, String what, Runnable answer) {
    if (random.nextDouble() < faults.lost()) {
      return;
    }
    timeline.after(after.plus(lateness()), what, answer);
    if (random.nextDouble() < faults.doubled()) {
      timeline.after(after.plus(lateness()), what + ", once more", answer);
    }
  }

  private Duration lateness() {
    return random.nextDouble() < faults.late()
        ? Duration.ofMillis(random.nextLong(faults.lateBy().toMillis() + 1))
        : Duration.ZERO;
  }

  /**
   * A client asks for {@code GET uri} at a bound address. The call is open until {@link
   * Call#finish}, unless the load balancer answers it or the target behaves otherwise.
   *
   * @throws IllegalStateException when nothing is bound there
   */
  public Call open(Address address, String uri) {
    var door = door(address);
    var facts = new Facts("GET", address.host(), uri, "127.0.0.1");
    tally.opened(door);
    tally.closed(door);
    return switch (frontends.get(door.frontend()).decide(facts)) {
      case Router.Decision.Fixed fixed -> answered(door, fixed.status());
      case Router.Decision.Elsewhere elsewhere -> answered(door, elsewhere.status());
      case Router.Decision.ToPool to ->
          Optional.ofNullable(pools.get(to.pool()))
              .flatMap(LivePool::choose)
              .map(target -> begun(door, target))
              .orElseGet(() -> answered(door, 503));
    };
  }

  private Call answered(TrafficMeter.Door door, int status) {
    tally.answeredHere(door, TrafficMeter.Wire.NONE, status);
    return over(Optional.empty(), status);
  }

  private static Call over(Optional<Address> tried, int status) {
    return new Call(Optional.empty(), tried, Optional.of(status), (answer, byTarget, begun) -> {});
  }

  private Call begun(TrafficMeter.Door door, SimulatedTarget target) {
    if (machines.apply(target.address()) instanceof Behaviour.Refuses) {
      tally.unreachable(target.wire());
      tally.answeredHere(door, target.wire(), 502);
      return over(Optional.of(target.address()), 502);
    }
    var since = timeline.now();
    var call =
        new Call(
            Optional.of(target),
            Optional.of(target.address()),
            Optional.empty(),
            (status, byTarget, firstByte) -> {
              if (byTarget) {
                var took = Duration.between(since, firstByte.orElse(timeline.now()));
                tally.answered(door, target.wire(), status, took.toNanos());
              } else {
                tally.answeredHere(door, target.wire(), status);
              }
            });
    target.open.add(call);
    return call;
  }

  /** A client asks as in {@link #open}, and the target answers at once, or never (504). */
  public Call get(Address address, String uri) {
    var call = open(address, uri);
    call.target()
        .map(machines)
        .ifPresent(
            behaviour -> {
              if (behaviour instanceof Behaviour.Answers answers) {
                call.finish(answers.status());
              } else {
                call.end(504, false);
              }
            });
    return call;
  }
}
