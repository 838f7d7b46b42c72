package com.shangwellness.region.cloudformation.types;

import com.shangwellness.region.cloudformation.CloudFormation;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Surroundings;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.testing.Stage;
import com.shangwellness.region.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Stacks of the types under test on virtual time, and nothing else: what templates look up in other
 * services is not there.
 */
final class TestStacks {

  final Place place;
  final Store store;
  final VirtualTimeline timeline;
  final Ids ids = new Ids(new Random(1));
  private CloudFormation cloudFormation;

  TestStacks(Place place) {
    this.place = place;
    this.store = Store.inMemory();
    this.timeline = new VirtualTimeline(Instant.parse("2026-01-01T00:00:00Z"), store);
  }

  /** Stacks where other services are already. */
  TestStacks(Stage stage) {
    this.place = stage.place;
    this.store = stage.store;
    this.timeline = stage.timeline;
  }

  /** Begins, with these types to be had. */
  void of(ResourceTypes types) {
    var around =
        new Surroundings(
            place, new NoSsm(), new NoSecrets(), new NoS3(), new NoEc2(), r -> cloudFormation());
    cloudFormation = new CloudFormation(around, timeline, store, ids, types);
  }

  private CloudFormationClient cloudFormation() {
    return cloudFormation;
  }

  /** Calls as a client does, and gives the answer or throws what the service throws. */
  <T> T call(Supplier<T> call) {
    try {
      return timeline.call("a client's call", call).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Creates a stack; it is on its way. */
  void creates(String name, String template) {
    call(
        () ->
            cloudFormation.createStack(
                r ->
                    r.stackName(name)
                        .templateBody(template)
                        .capabilities(Capability.CAPABILITY_NAMED_IAM)));
  }

  /** Updates a stack; it is on its way. */
  void updates(String name, String template) {
    call(() -> cloudFormation.updateStack(r -> r.stackName(name).templateBody(template)));
  }

  /** Deletes a stack; it is on its way. */
  void deletes(String name) {
    call(() -> cloudFormation.deleteStack(r -> r.stackName(name)));
  }

  void passes(Duration duration) {
    timeline.passes(duration);
  }

  /** The stack's status; of a deleted stack too, by its id. */
  String status(String name) {
    return call(() -> cloudFormation.describeStacks(r -> r.stackName(name)))
        .stacks()
        .getFirst()
        .stackStatusAsString();
  }

  /** Whether no stack has that name. */
  boolean isGone(String name) {
    return call(() -> cloudFormation.describeStacks()).stacks().stream()
        .noneMatch(stack -> stack.stackName().equals(name));
  }

  /** The stack's outputs, by name. */
  Map<String, String> outputs(String name) {
    var outputs = new TreeMap<String, String>();
    call(() -> cloudFormation.describeStacks(r -> r.stackName(name)))
        .stacks()
        .getFirst()
        .outputs()
        .forEach(output -> outputs.put(output.outputKey(), output.outputValue()));
    return outputs;
  }

  /** The physical id of a resource. */
  String id(String stack, String logicalId) {
    return resource(stack, logicalId).physicalResourceId();
  }

  /** The resource as CloudFormation lists it. */
  StackResource resource(String stack, String logicalId) {
    return call(() ->
            cloudFormation.describeStackResources(
                r -> r.stackName(stack).logicalResourceId(logicalId)))
        .stackResources()
        .getFirst();
  }

  /** The stack's events in order, one line each: what, status, reason. */
  List<String> events(String stack) {
    return call(() -> cloudFormation.describeStackEvents(r -> r.stackName(stack)))
        .stackEvents()
        .reversed()
        .stream()
        .map(
            e ->
                e.logicalResourceId()
                    + " "
                    + e.resourceStatusAsString()
                    + (e.resourceStatusReason() == null ? "" : ": " + e.resourceStatusReason()))
        .toList();
  }

  private static final class NoSsm implements SsmClient {
    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private static final class NoSecrets implements SecretsManagerClient {
    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private static final class NoS3 implements S3Client {
    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private static final class NoEc2 implements Ec2Client {
    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
