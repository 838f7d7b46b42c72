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
import com.shangwellness.ops.production.Snapshot;
import com.shangwellness.ops.progress.Happening;
import com.shangwellness.ops.progress.Progress;
import com.shangwellness.ops.targets.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /** A rollout of {@code environment} to {@code target}. */
  public Rollout(
      Target target, Environment environment, AppImage image, Consent consent, Progress progress) {
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
   * @param production how things stand now
   */
  public record Result(
      Map<String, Outcome> stacks, Map<String, Set<String>> recorded, Snapshot production) {}

  /** Deploys, and waits until production serves. */
  public Result run(CloudAssembly written) {
    var assembly = written.only(target::deploys);
    AccountCheck.check(target, environment);
    var deployer = new Deployer(target, waiting, consent, progress);
    var outcomes = deployer.deploy(assembly, this::pushInto);
    var snapshot =
        new Readiness(new Observer(target, environment), waiting, progress).await(PATIENCE);
    return new Result(outcomes, recorded(assembly), snapshot);
  }

  private void pushInto(StackArtifact stack) {
    var clients = target.clients(stack.place().region());
    new Production(clients, List.of(stack.name()))
        .repository()
        .ifPresent(
            repository -> {
              progress.on(new Happening.Begun(IMAGE, 0));
              progress.ends(IMAGE, image.push(target, clients.ecr(), repository).words());
            });
  }

  private Map<String, Set<String>> recorded(CloudAssembly assembly) {
    var stacks = new Stacks(target.clients(environment.place().region()).cloudFormation());
    var names =
        assembly.stacks().stream()
            .filter(stack -> stack.place().equals(environment.place()))
            .map(StackArtifact::name)
            .toList();
    return Recorded.in(stacks, names);
  }
}
