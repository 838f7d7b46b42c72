package com.shangwellness.ops.deploy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.StackArtifact;
import com.shangwellness.ops.progress.Progress;
import com.shangwellness.ops.targets.Clients;
import com.shangwellness.ops.targets.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/**
 * What an account or a region of it must have before the stacks, and no template can give: once
 * done, it stays, and other deployments find it.
 */
final class AccountSetup {
  private static final int NOT_IMPLEMENTED = 501;
  private static final String AURORA = "Aurora";

  /**
   * Roles that a service acts under. ECS makes its own with the first cluster of an account, and
   * cannot take it on so soon: that stack fails, and only the next try succeeds
   * (cloudformation-coverage-roadmap#818). AWS Config makes none by itself.
   */
  private static final List<LinkedRole> ROLES =
      List.of(
          new LinkedRole("AWS::ECS::Cluster", "ecs.amazonaws.com", "AWSServiceRoleForECS"),
          new LinkedRole(
              "AWS::Config::ConfigurationRecorder",
              "config.amazonaws.com",
              "AWSServiceRoleForConfig"));

  private record LinkedRole(String neededBy, String service, String name) {}

  /** A step that is still to be taken. */
  private record Step(String question, Runnable action) {}

  private final Target target;
  private final Consent consent;
  private final Progress progress;

  AccountSetup(Target target, Consent consent, Progress progress) {
    this.target = target;
    this.consent = consent;
    this.progress = progress;
  }

  /**
   * Does what is missing for the stacks of {@code assembly}, after asking.
   *
   * @throws Failure if the user declines
   */
  void prepare(CloudAssembly assembly) {
    for (var step : missing(assembly)) {
      if (!consent.to(step.question())) {
        throw Failure.declined("nothing was created: the stacks need it");
      }
      step.action().run();
    }
  }

  private List<Step> missing(CloudAssembly assembly) {
    var steps = new ArrayList<Step>();
    for (var stack : assembly.stacks()) {
      var clients = target.clients(stack.place().region());
      var types = newTypes(stack, clients);
      ROLES.stream()
          .filter(role -> types.contains(role.neededBy()))
          .forEach(role -> unlessAbsent(role.name(), () -> linkedRole(clients, role, steps)));
      if (types.contains("AWS::Backup::BackupSelection")) {
        unlessAbsent(
            "AWS Backup's consent to look after Aurora (" + clients.region() + ")",
            () -> backups(clients, steps));
      }
    }
    return steps;
  }

  /** The types of what the stack does not have yet: for the rest, all is there. */
  private static Set<String> newTypes(StackArtifact stack, Clients clients) {
    var there =
        new Stacks(clients.cloudFormation())
            .resources(stack.name()).stream()
                .map(StackResourceSummary::logicalResourceId)
                .collect(Collectors.toSet());
    var types = new TreeSet<String>();
    for (var resource : stack.template().path("Resources").properties()) {
      if (!there.contains(resource.getKey())) {
        types.add(resource.getValue().path("Type").asText());
      }
    }
    return types;
  }

  private void unlessAbsent(String what, Runnable look) {
    try {
      look.run();
    } catch (AwsServiceException e) {
      if (e.statusCode() != NOT_IMPLEMENTED) {
        throw e;
      }
      progress.remarks(what + ": not here, where that service only records what it is told");
    }
  }

  private static void linkedRole(Clients clients, LinkedRole role, List<Step> steps) {
    try {
      clients.iam().getRole(r -> r.roleName(role.name()));
    } catch (NoSuchEntityException e) {
      steps.add(
          new Step(
              "Make the role " + role.name() + ", which " + role.service() + " acts under?",
              () -> clients.iam().createServiceLinkedRole(r -> r.awsServiceName(role.service()))));
    }
  }

  private static void backups(Clients clients, List<Step> steps) {
    var known = clients.backup().describeRegionSettings(r -> {}).resourceTypeOptInPreference();
    if (Boolean.TRUE.equals(known.get(AURORA))) {
      return;
    }
    // Whether the call adds to what is there or replaces it, the guide does not say.
    var all = new HashMap<>(known);
    all.put(AURORA, true);
    steps.add(
        new Step(
            "Let AWS Backup look after Aurora databases in "
                + clients.region()
                + ", for the whole account?",
            () -> clients.backup().updateRegionSettings(r -> r.resourceTypeOptInPreference(all))));
  }
}
