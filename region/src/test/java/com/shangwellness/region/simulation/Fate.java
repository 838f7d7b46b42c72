package com.shangwellness.region.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentWaitType;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;
import software.amazon.awssdk.services.ecs.EcsClient;

/** What befalls production, by chance: what people do, and what machines do. */
final class Fate {

  private record Chance(int weight, String what, Runnable deed) {}

  private final World world;
  private final RandomGenerator random;
  private final List<Chance> chances = new ArrayList<>();
  private boolean sealed;
  private int life = -1;

  Fate(World world, RandomGenerator random) {
    this.world = world;
    this.random = random;
    chances.add(new Chance(9, "somebody releases", () -> release(Candidate.draw(random))));
    chances.add(new Chance(3, "a task dies", this::killTask));
    chances.add(new Chance(1, "a zone is lost", this::loseZone));
    chances.add(new Chance(1, "an alarm rings", this::ring));
    chances.add(new Chance(2, "somebody scales", this::scale));
    chances.add(new Chance(2, "load changes", () -> world.machines().load(random.nextDouble(0.5))));
    chances.add(new Chance(2, "somebody stops", this::stop));
    chances.add(new Chance(4, "somebody ends a wait", this::goOn));
  }

  /** Begins, or goes on in a region that has been started again. */
  void strike() {
    if (life != world.life() && !sealed) {
      life = world.life();
      next();
    }
  }

  /** Nothing more befalls it. */
  void seal() {
    sealed = true;
  }

  private void next() {
    var gap = Duration.ofMillis(3_000 + random.nextLong(60_000));
    var chance = drawn();
    var unused =
        world
            .region()
            .timeline()
            .after(
                gap,
                "fate: " + chance.what(),
                () -> {
                  if (!sealed) {
                    next();
                    chance.deed().run();
                  }
                });
  }

  private Chance drawn() {
    int left = random.nextInt(chances.stream().mapToInt(Chance::weight).sum());
    for (var chance : chances) {
      left -= chance.weight();
      if (left < 0) {
        return chance;
      }
    }
    throw new IllegalStateException("the weights add up");
  }

  /** Somebody releases {@code candidate}. */
  void release(Candidate candidate) {
    var codeDeploy = world.region().client(CodeDeployClient.class);
    var spec = candidate.appSpec(world.site());
    world.ask(
        "release " + candidate.description(),
        () ->
            codeDeploy.createDeployment(
                r ->
                    r.applicationName(Site.APPLICATION)
                        .deploymentGroupName(Site.DEPLOYMENT_GROUP)
                        .description(candidate.description())
                        .revision(
                            v ->
                                v.revisionType(RevisionLocationType.APP_SPEC_CONTENT)
                                    .appSpecContent(c -> c.content(spec)))),
        answer -> {});
  }

  private void killTask() {
    var running = List.copyOf(world.region().tasks().running());
    if (!running.isEmpty()) {
      world.machines().kill(running.get(random.nextInt(running.size())));
    }
  }

  private void loseZone() {
    world.machines().lose(random.nextBoolean() ? 'a' : 'b');
    var unused =
        world
            .region()
            .timeline()
            .after(
                Duration.ofSeconds(20 + random.nextInt(120)),
                "fate: zones are back",
                () -> world.machines().restore());
  }

  private void ring() {
    var alarm = Site.ALARMS.get(random.nextInt(Site.ALARMS.size()));
    var cloudWatch = world.region().client(CloudWatchClient.class);
    world.ask(
        "ring " + alarm,
        () ->
            cloudWatch.setAlarmState(
                r -> r.alarmName(alarm).stateValue(StateValue.ALARM).stateReason("fate")),
        answer -> {});
  }

  private void scale() {
    int tasks = 1 + random.nextInt(4);
    var ecs = world.region().client(EcsClient.class);
    world.ask(
        "scale to " + tasks,
        () ->
            ecs.updateService(
                r -> r.cluster(Site.CLUSTER).service(Site.SERVICE).desiredCount(tasks)),
        answer -> world.deeds().wants(tasks));
  }

  private void stop() {
    underWay()
        .ifPresent(
            release -> {
              // Nothing said, what the group has set holds.
              int wish = random.nextInt(4);
              var codeDeploy = world.region().client(CodeDeployClient.class);
              world.ask(
                  "stop " + release.id() + (wish == 0 ? " as it is" : ""),
                  () ->
                      codeDeploy.stopDeployment(
                          r ->
                              r.deploymentId(release.id())
                                  .autoRollbackEnabled(wish == 1 ? null : wish != 0)),
                  answer -> {
                    if (wish == 0) {
                      world.deeds().stoppedWithoutRollback(release.id());
                    }
                  });
            });
  }

  private void goOn() {
    underWay()
        .ifPresent(
            release -> {
              var wait =
                  random.nextBoolean()
                      ? DeploymentWaitType.READY_WAIT
                      : DeploymentWaitType.TERMINATION_WAIT;
              var codeDeploy = world.region().client(CodeDeployClient.class);
              world.ask(
                  "end the " + wait + " of " + release.id(),
                  () ->
                      codeDeploy.continueDeployment(
                          r -> r.deploymentId(release.id()).deploymentWaitType(wait)),
                  answer -> {
                    if (wait == DeploymentWaitType.TERMINATION_WAIT) {
                      world.deeds().endedTheWait(release.id());
                    }
                  });
            });
  }

  private Optional<Release> underWay() {
    return world.look().releases().underWay();
  }
}
