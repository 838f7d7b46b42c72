package com.shangwellness.region.traffic;

import com.shangwellness.region.timeline.VirtualTimeline;
import com.shangwellness.region.traffic.SimulatedTraffic.Behaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Consumer;

class SimulatedTrafficTest extends TrafficPlaneContract {

  @Override
  World world() {
    return new SimulatedWorld();
  }

  private static final class SimulatedWorld implements World {
    private final VirtualTimeline timeline = new VirtualTimeline();
    private final SimulatedTraffic traffic = new SimulatedTraffic(timeline);
    private int port = 1000;

    @Override
    public TrafficPlane plane() {
      return traffic;
    }

    @Override
    public Address free() {
      return new Address("127.0.0.1", ++port);
    }

    @Override
    public Address taken() {
      var address = free();
      traffic.take(address);
      return address;
    }

    @Override
    public Address target(int status) {
      return behaving(new Behaviour.Answers(status));
    }

    @Override
    public Address silent() {
      return behaving(new Behaviour.Hangs());
    }

    @Override
    public Address nothing() {
      return behaving(new Behaviour.Refuses());
    }

    private Address behaving(Behaviour behaviour) {
      var address = free();
      traffic.target(address, behaviour);
      return address;
    }

    @Override
    public Answer get(Address frontend, String uri) {
      var call = traffic.get(frontend, uri);
      return new Answer(call.status().orElseThrow(), call.target());
    }

    @Override
    public Held hold(Address frontend) {
      var call = traffic.open(frontend, "/held");
      return new Held() {
        @Override
        public Address target() {
          return call.target().orElseThrow();
        }

        @Override
        public void finish() {
          call.finish(200);
        }

        @Override
        public int status() {
          return call.status().orElseThrow();
        }
      };
    }

    @Override
    public boolean connects(Address frontend) {
      try {
        var unused = traffic.open(frontend, "/");
        return true;
      } catch (IllegalStateException e) {
        return false;
      }
    }

    @Override
    public <T> T answer(Consumer<Consumer<T>> ask) {
      var answers = new ArrayList<T>();
      ask.accept(answers::add);
      timeline.passes(Duration.ofSeconds(10));
      return answers.getFirst();
    }

    @Override
    public void close() {}
  }
}
