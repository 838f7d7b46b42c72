package com.shangwellness.ops.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.Environment;
import com.shangwellness.ops.assembly.Place;
import com.shangwellness.ops.assembly.StackArtifact;
import com.shangwellness.ops.deploy.Deployer;
import com.shangwellness.ops.deploy.HeldData;
import com.shangwellness.ops.deploy.Stacks;
import com.shangwellness.ops.targets.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;

/**
 * What would go and what would stay if production were destroyed.
 *
 * <p>Data is kept unless said otherwise: then the stacks that hold the database and its backups
 * stay, and with them every stack whose outputs they read, because they live in its network.
 *
 * @param goes the stacks that are deleted, in that order
 * @param stays the stacks that are kept
 * @param strangers stacks whose names look like ours and that no template of ours is for; they are
 *     left alone
 * @param remains what remains afterwards, and what it means
 * @param search how to find what may be there that no stack tells of
 */
public record Teardown(
    List<String> goes,
    List<String> stays,
    List<String> strangers,
    List<Remainder> remains,
    List<String> search) {
  // aws s3 rb --force leaves versions behind, and cannot delete the bucket then: AWS CLI reference.
  private static final String EMPTY_FIRST = "empty it with its versions (S3 console, Empty), then ";

  /** Keeps its own copies. */
  public Teardown {
    goes = List.copyOf(goes);
    stays = List.copyOf(stays);
    strangers = List.copyOf(strangers);
    remains = List.copyOf(remains);
    search = List.copyOf(search);
  }

  /**
   * A resource that is still there afterwards.
   *
   * @param cost what it goes on to cost, in words
   * @param removal how to remove it
   */
  public record Remainder(String type, String name, String cost, String removal) {}

  /**
   * Works it out from what is deployed.
   *
   * @param assembly says which stacks are the environment's: a name that begins alike is no proof
   * @param deleteData whether the database goes too; its last snapshot stays
   */
  public static Teardown plan(
      Target target, Environment environment, CloudAssembly assembly, boolean deleteData) {
    var there =
        assembly.stacks().stream()
            .filter(stack -> stacks(target, stack).find(stack.name()).isPresent())
            .toList();
    var strangers = strangers(target, environment, assembly);
    var search = Leftovers.of(assembly);
    if (there.isEmpty()) {
      throw Failure.notRunning(
          "nothing of "
              + environment.name()
              + " is deployed"
              + (strangers.isEmpty() ? "" : "; left alone: " + String.join(", ", strangers))
              + ". To find what was left of it:\n  "
              + String.join("\n  ", search));
    }
    var kept = deleteData ? Set.<StackArtifact>of() : whatDataNeeds(target, there);
    var remains = new ArrayList<Remainder>();
    for (var stack : there) {
      remains.addAll(remaining(target, stack, kept.contains(stack)));
    }
    assembly.places().forEach(place -> bootstrap(target, place).ifPresent(remains::add));
    return new Teardown(
        there.stream().filter(s -> !kept.contains(s)).map(StackArtifact::name).toList().reversed(),
        there.stream().filter(kept::contains).map(StackArtifact::name).toList(),
        strangers,
        remains,
        search);
  }

  private static Stacks stacks(Target target, StackArtifact stack) {
    return new Stacks(target.clients(stack.place().region()).cloudFormation());
  }

  /** What deploying itself needs, by which other projects of the account may deploy, too. */
  private static Optional<Remainder> bootstrap(Target target, Place place) {
    return new Stacks(target.clients(place.region()).cloudFormation())
        .find(Deployer.BOOTSTRAP)
        .map(
            stack ->
                new Remainder(
                    "AWS::CloudFormation::Stack",
                    stack.stackName(),
                    "cents, for the templates in its bucket",
                    "if nothing else deploys by it: empty its bucket, then aws cloudformation"
                        + " delete-stack --stack-name "
                        + stack.stackName()
                        + " --region "
                        + place.region()));
  }

  private static List<String> strangers(
      Target target, Environment environment, CloudAssembly assembly) {
    var strangers = new ArrayList<String>();
    for (var place : assembly.places()) {
      var ours = assembly.in(place);
      target.clients(place.region()).cloudFormation().describeStacksPaginator().stacks().stream()
          .map(Stack::stackName)
          .filter(name -> environment.couldOwn(name) && !ours.contains(name))
          .forEach(strangers::add);
    }
    return strangers;
  }

  private static Set<StackArtifact> whatDataNeeds(Target target, List<StackArtifact> there) {
    var kept = new HashSet<StackArtifact>();
    for (var stack : there) {
      if (HeldData.isIn(stacks(target, stack).resources(stack.name()))) {
        keep(stack, there, kept);
      }
    }
    return kept;
  }

  private static void keep(
      StackArtifact stack, List<StackArtifact> there, Set<StackArtifact> kept) {
    if (kept.add(stack)) {
      there.stream().filter(stack::reads).forEach(other -> keep(other, there, kept));
    }
  }

  private static List<Remainder> remaining(Target target, StackArtifact stack, boolean kept) {
    var template = template(target, stack);
    var remains = new ArrayList<Remainder>();
    for (var resource : stacks(target, stack).resources(stack.name())) {
      if (!HeldData.isThere(resource)) {
        continue; // an earlier removal, which did not come to its end, has deleted it
      }
      var written = template.path("Resources").path(resource.logicalResourceId());
      fate(resource, written, kept, target, stack).ifPresent(remains::add);
    }
    return remains;
  }

  private static Optional<Remainder> fate(
      StackResourceSummary resource,
      JsonNode written,
      boolean kept,
      Target target,
      StackArtifact stack) {
    var type = resource.resourceType();
    var name = resource.physicalResourceId();
    var price = Price.of(type);
    if (kept) {
      // Only what costs is worth a line; the rest goes with its stack.
      return price.map(
          p ->
              new Remainder(
                  type,
                  name,
                  p.cost(),
                  "./shang destroy --target " + target.name() + " --delete-data"));
    }
    return switch (written.path("DeletionPolicy").asText("Delete")) {
      case "Snapshot" ->
          Optional.of(
              new Remainder(
                  type,
                  "final snapshot of " + name,
                  "snapshot storage by the gigabyte and month",
                  "aws rds describe-db-cluster-snapshots --db-cluster-identifier "
                      + name
                      + ", then aws rds delete-db-cluster-snapshot"));
      case "Retain", "RetainExceptOnCreate" ->
          Optional.of(
              new Remainder(
                  type,
                  name,
                  price.map(Price::cost).orElse("nothing by itself"),
                  (hasVersions(written) ? EMPTY_FIRST : "")
                      + price
                          .map(p -> p.removal(name, stack.place()))
                          .orElse("delete it by its own API")));
      default -> Optional.empty();
    };
  }

  private static boolean hasVersions(JsonNode written) {
    return written.at("/Properties/VersioningConfiguration/Status").asText().equals("Enabled");
  }

  private static JsonNode template(Target target, StackArtifact stack) {
    var clients = target.clients(stack.place().region());
    var name = stack.name();
    try {
      // YAML reads JSON too, and a template may be either.
      return new YAMLMapper()
          .readTree(clients.cloudFormation().getTemplate(r -> r.stackName(name)).templateBody());
    } catch (JsonProcessingException e) {
      throw Failure.failed("the template of " + name + " cannot be read: " + e.getMessage());
    }
  }
}
