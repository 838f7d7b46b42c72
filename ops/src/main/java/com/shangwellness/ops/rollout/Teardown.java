package com.shangwellness.ops.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.Environment;
import com.shangwellness.ops.deploy.Stacks;
import com.shangwellness.ops.targets.Clients;
import com.shangwellness.ops.targets.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;

/**
 * What would go and what would stay if production were destroyed.
 *
 * <p>Data is kept unless said otherwise: then the stack that holds the database stays, and with it
 * every stack that was there before it, because it lives in their network.
 *
 * @param goes the stacks that are deleted, in that order
 * @param stays the stacks that are kept
 * @param remains what remains afterwards, and what it means
 */
public record Teardown(List<String> goes, List<String> stays, List<Remainder> remains) {
  private static final String DATABASE = "AWS::RDS::DBCluster";

  /** Keeps its own copies. */
  public Teardown {
    goes = List.copyOf(goes);
    stays = List.copyOf(stays);
    remains = List.copyOf(remains);
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
   * @param deleteData whether the database goes too; its last snapshot stays
   */
  public static Teardown plan(Target target, Environment environment, boolean deleteData) {
    var clients = target.clients(environment.place().region());
    var names =
        clients.cloudFormation().describeStacksPaginator().stacks().stream()
            .filter(stack -> environment.owns(stack.stackName()))
            .sorted(Comparator.comparing(Stack::creationTime))
            .map(Stack::stackName)
            .toList();
    if (names.isEmpty()) {
      throw Failure.notRunning("nothing of " + environment.name() + " is deployed");
    }
    var stacks = new Stacks(clients.cloudFormation());
    var keep = deleteData ? 0 : 1 + holderOfData(stacks, names);
    var remains = new ArrayList<Remainder>();
    for (int i = 0; i < names.size(); i++) {
      remains.addAll(remaining(clients, stacks, names.get(i), i < keep, environment));
    }
    return new Teardown(
        names.subList(keep, names.size()).reversed(), names.subList(0, keep), remains);
  }

  private static int holderOfData(Stacks stacks, List<String> names) {
    for (int i = names.size() - 1; i >= 0; i--) {
      if (stacks.resources(names.get(i)).stream()
          .anyMatch(resource -> resource.resourceType().equals(DATABASE))) {
        return i;
      }
    }
    return -1;
  }

  private static List<Remainder> remaining(
      Clients clients, Stacks stacks, String name, boolean kept, Environment environment) {
    var template = template(clients, name);
    var remains = new ArrayList<Remainder>();
    for (var resource : stacks.resources(name)) {
      var policy =
          template
              .path("Resources")
              .path(resource.logicalResourceId())
              .path("DeletionPolicy")
              .asText("Delete");
      fate(resource, policy, kept, environment).ifPresent(remains::add);
    }
    return remains;
  }

  private static Optional<Remainder> fate(
      StackResourceSummary resource, String policy, boolean kept, Environment environment) {
    var type = resource.resourceType();
    var name = resource.physicalResourceId();
    var price = Price.of(type);
    if (kept) {
      // Only what costs is worth a line; the rest goes with its stack.
      return price.map(
          p -> new Remainder(type, name, p.cost(), "shang destroy --target aws --delete-data"));
    }
    return switch (policy) {
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
                  price.map(p -> p.removal(name, environment)).orElse("delete it by its own API")));
      default -> Optional.empty();
    };
  }

  private static JsonNode template(Clients clients, String name) {
    try {
      // YAML reads JSON too, and a template may be either.
      return new YAMLMapper()
          .readTree(clients.cloudFormation().getTemplate(r -> r.stackName(name)).templateBody());
    } catch (JsonProcessingException e) {
      throw Failure.failed("the template of " + name + " cannot be read: " + e.getMessage());
    }
  }
}
