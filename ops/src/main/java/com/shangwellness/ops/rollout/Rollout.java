package com.shangwellness.ops.rollout;

import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.Environment;
import com.shangwellness.ops.assembly.StackArtifact;
import com.shangwellness.ops.deploy.Consent;
import com.shangwellness.ops.deploy.Deployer;
import com.shangwellness.ops.deploy.Outcome;
import com.shangwellness.ops.deploy.Recorded;
import com.shangwellness.ops.deploy.Stacks;
import com.shangwellness.ops.deploy.Waiting;
import com.shangwellness.ops.image.AppImage;
import com.shangwellness.ops.production.Observer;
import com.shangwellness.ops.production.Production;
import com.shangwellness.ops.production.Readiness;
import com.shangwellness.ops.production.RunningImages;
import com.shangwellness.ops.production.SiteProbe;
import com.shangwellness.ops.production.Snapshot;
import com.shangwellness.ops.progress.Happening;
import com.shangwellness.ops.progress.Progress;
import com.shangwellness.ops.targets.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Brings production up at a target. {@code up} and {@code deploy} both do exactly this. */
public final class Rollout {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String IMAGE = "image";

  private final Target target;
  private final Environment environment;
  private final AppImage image;
  private final Consent consent;
  private final Progress progress;
  private final Waiting waiting;
  private final SiteProbe probe;

  /** A rollout of {@code environment} to {@code target}. */
  public Rollout(
      Target target, Environment environment, AppImage image, Consent consent, Progress progress) {
    this(target, environment, image, consent, progress, SiteProbe.http(target::authorities));
  }

  Rollout(
      Target target,
      Environment environment,
      AppImage image,
      Consent consent,
      Progress progress,
      SiteProbe probe) {
    this.probe = probe;
    this.target = target;
    this.environment = environment;
    this.image = image;
    this.consent = consent;
    this.progress = progress;
    this.waiting = Waiting.of(target.interval());
  }

  /**
   * What came of it.
   *
   * @param stacks what was done to each stack
   * @param recorded resources that are kept but not acted on, by type
   * @param image what was pushed, and what runs
   * @param production how things stand now
   */
  public record Result(
      Map<String, Outcome> stacks,
      Map<String, Set<String>> recorded,
      ImageState image,
      Snapshot production) {}

  /**
   * The application's image: pushing one does not release it.
   *
   * @param pushed the tag of the image that was built here; empty if no stack has a repository
   * @param running the tags of the images that tasks run
   */
  public record ImageState(String pushed, Set<String> running) {
    /** Whether every task runs what was built here. */
    public boolean isReleased() {
      return pushed.isEmpty() || running.isEmpty() || running.equals(Set.of(pushed));
    }
  }

  /** Deploys, and waits until production serves. */
  public Result run(CloudAssembly assembly) {
    AccountCheck.check(target, environment);
    image.requireRunnable(target);
    var deployer = new Deployer(target, waiting, consent, progress);
    var pushed = new ArrayList<String>();
    var outcomes = deployer.deploy(assembly, stack -> pushInto(stack, pushed));
    var snapshot =
        new Readiness(new Observer(target, environment, assembly), probe, waiting, progress)
            .await(PATIENCE);
    return new Result(outcomes, recorded(assembly), image(assembly, pushed), snapshot);
  }

  private ImageState image(CloudAssembly assembly, List<String> pushed) {
    return new ImageState(
        pushed.isEmpty() ? "" : pushed.getLast(),
        new RunningImages(production(assembly)).tags(AppImage.TAG_PREFIX));
  }

  private Production production(CloudAssembly assembly) {
    return new Production(
        target.clients(environment.place().region()), assembly.in(environment.place()));
  }

  private void pushInto(StackArtifact stack, List<String> pushed) {
    var clients = target.clients(stack.place().region());
    new Production(clients, List.of(stack.name()))
        .repository()
        .ifPresent(
            repository -> {
              progress.on(new Happening.Begun(IMAGE, 0));
              var push = image.push(target, clients.ecr(), repository);
              pushed.add(push.tag());
              progress.ends(IMAGE, push.words());
            });
  }

  private Map<String, Set<String>> recorded(CloudAssembly assembly) {
    var byType = new TreeMap<String, Set<String>>();
    for (var place : assembly.places()) {
      var stacks = new Stacks(target.clients(place.region()).cloudFormation());
      Recorded.in(stacks, assembly.in(place))
          .forEach((type, ids) -> byType.computeIfAbsent(type, t -> new TreeSet<>()).addAll(ids));
    }
    return byType;
  }
}
