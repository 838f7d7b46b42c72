package com.shangwellness.ops.deploy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.Place;
import com.shangwellness.ops.assembly.StackArtifact;
import com.shangwellness.ops.progress.Happening;
import com.shangwellness.ops.progress.Progress;
import com.shangwellness.ops.targets.Clients;
import com.shangwellness.ops.targets.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings a cloud assembly into its accounts and regions: bootstraps, uploads, and deploys stack
 * after stack by change sets. It is the same for both targets.
 */
public final class Deployer {
  /** The stack that holds what deploying needs, in each region. */
  public static final String BOOTSTRAP = Bootstrap.STACK;

  private final Target target;
  private final Waiting waiting;
  private final Consent consent;
  private final Progress progress;

  /**
   * A deployer for {@code target}.
   *
   * @param consent asked once for each stack that would change
   */
  public Deployer(Target target, Waiting waiting, Consent consent, Progress progress) {
    this.target = target;
    this.waiting = waiting;
    this.consent = consent;
    this.progress = progress;
  }

  /** Called after each stack, changed or not, before the next one begins. */
  @FunctionalInterface
  public interface AfterStack {
    /** {@code stack} is as its template says. */
    void deployed(StackArtifact stack);
  }

  /**
   * Deploys every stack of {@code assembly} in order and says what was done to each.
   *
   * @throws Failure if a name is taken, a release is under way, the user declines, or a stack fails
   */
  public Map<String, Outcome> deploy(CloudAssembly assembly, AfterStack after) {
    new TakenNames(target, progress).refuse(assembly);
    assembly.places().forEach(place -> deployer(place, assembly).refuseDuringRelease());
    plan(assembly);
    new AccountSetup(target, consent, progress).prepare(assembly);
    assembly.places().forEach(place -> bootstrap(place, assembly));
    var outcomes = new LinkedHashMap<String, Outcome>();
    for (var stack : assembly.stacks()) {
      upload(stack);
      var plan = StackPlan.of(stack, given(stack));
      outcomes.put(stack.name(), deployer(stack.place(), assembly).deploy(plan));
      after.deployed(stack);
    }
    return outcomes;
  }

  /**
   * What {@link #deploy} would change, stack by stack. Templates are uploaded where there is a
   * bucket for them already; nothing else is touched.
   */
  public List<ChangeSet> preview(CloudAssembly assembly) {
    var changes = new ArrayList<ChangeSet>();
    for (var stack : assembly.stacks()) {
      var stacks = stacks(stack.place());
      var there = !StackStatuses.isNew(stacks.status(stack.name()));
      if (there) {
        upload(stack);
      }
      var given = there ? given(stack) : Map.<String, String>of();
      changes.add(deployer(stack.place(), assembly).preview(StackPlan.of(stack, given)));
    }
    return changes;
  }

  /** What its neighbours put out, for its parameters. */
  private Map<String, String> given(StackArtifact stack) {
    var place = stack.place();
    return new NeighbourOutputs(
            place.region(), region -> stacks(new Place(place.account(), region)))
        .parameters(stack.template());
  }

  private void plan(CloudAssembly assembly) {
    var steps = new ArrayList<String>();
    for (var place : assembly.places()) {
      if (!steps.contains(Bootstrap.STACK)
          && !StackStatuses.isGood(stacks(place).status(Bootstrap.STACK))) {
        steps.add(Bootstrap.STACK);
      }
    }
    steps.addAll(assembly.stackNames());
    progress.on(new Happening.Planned(steps));
  }

  private void bootstrap(Place place, CloudAssembly assembly) {
    new Bootstrap(stacks(place), deployer(place, assembly)).bootstrap();
  }

  private void upload(StackArtifact stack) {
    var upload = new AssetUpload(clients(stack.place()).s3(), stack.place().account());
    stack.assets().forEach(upload::upload);
  }

  private StackDeployer deployer(Place place, CloudAssembly assembly) {
    var releases =
        new CodeDeployReleases(stacks(place), clients(place).codeDeploy(), assembly.in(place));
    return new StackDeployer(clients(place), releases, waiting, consent, progress);
  }

  private Stacks stacks(Place place) {
    return new Stacks(clients(place).cloudFormation());
  }

  private Clients clients(Place place) {
    return target.clients(place.region());
  }
}
