package com.shangwellness.region.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.codedeploy.CodeDeploy.Neighbours;
import com.shangwellness.region.simulation.BalancersBetween.Gate;
import com.shangwellness.region.simulation.BalancersBetween.Scale;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.traffic.TrafficPlane;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.ecs.EcsClient;

/** Machines that are wrong, each by one flaw, and the law by which it is found out. */
enum Flaw implements Between {

  /** Green has half of the tasks that it should have. */
  CAPACITY_GREEN_IS_SMALLER("1") {
    @Override
    public Neighbours neighbours(Neighbours direct) {
      return with(direct, FlawedEcs.Smaller::new);
    }
  },

  /** Blue gets less than what green leaves. */
  SUM_A_WEIGHT_IS_DROPPED("2") {
    @Override
    public Neighbours neighbours(Neighbours direct) {
      return weighing(direct, (place, weight) -> place == 0 ? weight / 2 : weight);
    }
  },

  /** Whatever runs counts as healthy. */
  PROOF_NOBODY_LOOKS_AT_HEALTH("3") {
    @Override
    public Neighbours neighbours(Neighbours direct) {
      return with(direct, FlawedEcs.Flattering::new);
    }
  },

  /** The canary is three times as large as was asked for. */
  SCHEDULE_THE_SHIFT_IS_EARLY("4") {
    @Override
    public Neighbours neighbours(Neighbours direct) {
      return weighing(
          direct,
          (place, weight) -> {
            int green = place == 1 ? weight : 100 - weight;
            int more = Math.min(100, green * 3);
            return place == 1 ? more : 100 - more;
          });
    }
  },

  /** After a crash the wait between two steps begins again. */
  SCHEDULE_THE_DEADLINE_IS_FORGOTTEN("4") {
    @Override
    public void crashed(Store left) {
      var later = left.keptTime().orElseThrow().plus(Duration.ofMinutes(5)).toString();
      rewritten(left, progress -> progress.put("until", later));
    }

    @Override
    boolean suits(Terms terms) {
      return terms.crashes() > 0 && terms.shift().equals(Shift.CANARY);
    }
  },

  /** No alarm ever rings. */
  ALARM_IS_HIDDEN("5") {
    @Override
    public Neighbours neighbours(Neighbours direct) {
      return new Neighbours(
          direct.ecs(),
          direct.balancers(),
          new SilentAlarms(direct.cloudWatch()),
          direct.s3(),
          direct.sns(),
          direct.sts());
    }
  },

  /** Green counts as removed, and is not. */
  ROLLBACK_GREEN_STAYS("6") {
    @Override
    public Neighbours neighbours(Neighbours direct) {
      return with(direct, FlawedEcs.Forgetful::new);
    }
  },

  /** Blue is removed as soon as green is primary. */
  SUCCESS_BLUE_GOES_EARLY("7") {
    @Override
    public Neighbours neighbours(Neighbours direct) {
      return with(direct, FlawedEcs.Hasty::new);
    }
  },

  /** The traffic does not go back. */
  MIXED_THE_WAY_BACK_IS_NOT_TAKEN("8") {
    @Override
    public Neighbours neighbours(Neighbours direct) {
      return new Neighbours(
          direct.ecs(),
          new BalancersBetween(direct.balancers(), (place, weight) -> weight, green -> green > 0),
          direct.cloudWatch(),
          direct.s3(),
          direct.sns(),
          direct.sts());
    }
  },

  /** Hooks are passed over. */
  HOOK_IS_PASSED_OVER("10") {
    @Override
    public CreateDeploymentRequest understood(CreateDeploymentRequest asked) {
      var spec = asked.revision().appSpecContent().content();
      int hooks = spec.indexOf(",\"Hooks\"");
      return hooks < 0
          ? asked
          : asked.toBuilder()
              .revision(
                  asked.revision().toBuilder()
                      .appSpecContent(c -> c.content(spec.substring(0, hooks) + "}"))
                      .build())
              .build();
    }
  },

  /** Draining targets get their share. */
  DRAINING_IS_GIVEN_REQUESTS("11") {
    @Override
    public TrafficPlane traffic(TrafficPlane direct) {
      return new FlawedTraffic(direct, FlawedTraffic::serving);
    }
  },

  /** Draining targets are cut off at once. */
  DRAINING_IS_CUT_OFF("11") {
    @Override
    public TrafficPlane traffic(TrafficPlane direct) {
      return new FlawedTraffic(direct, FlawedTraffic::gone);
    }
  },

  /** Blue makes room for green. */
  BOUNDS_BLUE_SHRINKS("12") {
    @Override
    public Neighbours neighbours(Neighbours direct) {
      return with(direct, FlawedEcs.Shrinking::new);
    }
  };

  private final String law;

  Flaw(String law) {
    this.law = law;
  }

  /** The law that it breaks first. */
  String law() {
    return law;
  }

  /** Whether it has a chance to show in a history on such terms. */
  boolean suits(Terms terms) {
    return true;
  }

  private static Neighbours with(Neighbours direct, UnaryOperator<EcsClient> ecs) {
    return new Neighbours(
        ecs.apply(direct.ecs()),
        direct.balancers(),
        direct.cloudWatch(),
        direct.s3(),
        direct.sns(),
        direct.sts());
  }

  private static Neighbours weighing(Neighbours direct, Scale scale) {
    Gate open = green -> true;
    return new Neighbours(
        direct.ecs(),
        new BalancersBetween(direct.balancers(), scale, open),
        direct.cloudWatch(),
        direct.s3(),
        direct.sns(),
        direct.sts());
  }

  private static void rewritten(Store left, Function<ObjectNode, ObjectNode> change) {
    var kept = left.table("ap-south-1/codedeploy.deployments", JsonNode.class);
    left.around(
        () -> {
          for (var key : kept.keys()) {
            var deployment = (ObjectNode) kept.get(key).orElseThrow().deepCopy();
            var progress = (ObjectNode) deployment.get("progress");
            if (progress.path("phase").asText().equals("AllowTraffic")) {
              var unused = change.apply(progress);
              kept.put(key, deployment);
            }
          }
        });
  }

  /** A source of ids that no seed knows. */
  static RandomGenerator unseeded(RandomGenerator seeded) {
    return new java.util.SplittableRandom(seeded.nextLong() ^ System.nanoTime());
  }
}
