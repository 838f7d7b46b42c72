package com.shangwellness.region.cloudformation;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.VirtualTimeline;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** A region with nothing but CloudFormation and the factory, on virtual time. */
final class TestRegion implements AutoCloseable {

  static final Place MUMBAI = new Place("123456789012", "ap-south-1");

  final Map<String, String> parameters = new HashMap<>();
  final Map<String, String> secrets = new HashMap<>();
  final Map<String, String> objects = new HashMap<>();
  final Map<String, CloudFormationClient> others = new HashMap<>();
  final Store store;
  final VirtualTimeline timeline;
  final Factory factory;
  final CloudFormation cloudFormation;

  TestRegion() {
    this(Store.inMemory(), new Ids(new Random(1)));
  }

  /** The region whose store is in {@code file}: a new one, or one that goes on. */
  TestRegion(Path file, long seed) {
    this(Store.open(file), new Ids(new Random(seed)));
  }

  /** A region whose stacks may use {@code types} and nothing else. */
  TestRegion(ResourceTypes types) {
    this(Store.inMemory(), new Ids(new Random(1)), types);
  }

  private TestRegion(Store store, Ids ids) {
    this(
        store,
        ids,
        ResourceTypes.recorded(MUMBAI, "AWS::CE::AnomalyMonitor", "AWS::CloudWatch::Alarm"));
  }

  private TestRegion(Store store, Ids ids, ResourceTypes more) {
    this.store = store;
    this.timeline =
        new VirtualTimeline(store.keptTime().orElse(new VirtualTimeline().now()), store);
    store.keepTimeOf(timeline::now);
    this.factory = new Factory(store, timeline, ids);
    var own = more.find("AWS::Logs::LogGroup").isPresent();
    var types = own ? more : ResourceTypes.all(factory.types(), more);
    this.cloudFormation = new CloudFormation(surroundings(), timeline, store, ids, types);
  }

  private Surroundings surroundings() {
    return new Surroundings(
        MUMBAI,
        new Ssm(),
        new Secrets(),
        new S3(),
        new Ec2(),
        region -> region.equals("ap-south-1") ? cloudFormation() : others.get(region));
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
  Stack creates(String name, String template) {
    call(
        () ->
            cloudFormation.createStack(
                r ->
                    r.stackName(name)
                        .templateBody(template)
                        .capabilities(Capability.CAPABILITY_NAMED_IAM)));
    return stack(name);
  }

  /** Updates a stack; it is on its way. */
  Stack updates(String name, String template) {
    call(() -> cloudFormation.updateStack(r -> r.stackName(name).templateBody(template)));
    return stack(name);
  }

  /** Asks for a stack, and lets nothing happen yet beyond the call itself. */
  void beginsCreation(String name, String template) {
    begins(
        () -> cloudFormation.createStack(r -> r.stackName(name).templateBody(template)).stackId());
  }

  /** Asks for an update, and lets nothing happen yet beyond the call itself. */
  void beginsUpdate(String name, String template) {
    begins(
        () -> cloudFormation.updateStack(r -> r.stackName(name).templateBody(template)).stackId());
  }

  private void begins(Supplier<String> call) {
    var thrown = new ArrayList<AwsServiceException>();
    timeline.post(
        "a client's call",
        () -> {
          try {
            var unused = call.get();
          } catch (AwsServiceException e) {
            thrown.add(e);
          }
        });
    timeline.step();
    if (!thrown.isEmpty()) {
      throw thrown.getFirst();
    }
  }

  /** Deletes a stack; it is on its way. */
  void deletes(String name) {
    call(() -> cloudFormation.deleteStack(r -> r.stackName(name)));
  }

  Stack stack(String name) {
    return call(() -> cloudFormation.describeStacks(r -> r.stackName(name)).stacks().getFirst());
  }

  void passes(Duration duration) {
    timeline.passes(duration);
  }

  /** Lets so much time pass that everything has come to its end. */
  void comesToRest() {
    timeline.passes(Duration.ofHours(2));
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

  @Override
  public void close() {
    store.keepTime();
    store.close();
  }

  private final class Ssm implements SsmClient {
    @Override
    public GetParametersResponse getParameters(GetParametersRequest request) {
      return GetParametersResponse.builder()
          .parameters(
              request.names().stream()
                  .filter(parameters::containsKey)
                  .map(n -> Parameter.builder().name(n).value(parameters.get(n)).build())
                  .toList())
          .build();
    }

    @Override
    public GetParameterResponse getParameter(GetParameterRequest request) {
      return GetParameterResponse.builder()
          .parameter(p -> p.value(parameters.get(request.name())))
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private final class Secrets implements SecretsManagerClient {
    @Override
    public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
      return GetSecretValueResponse.builder().secretString(secrets.get(request.secretId())).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private final class S3 implements S3Client {
    @Override
    public <T> T getObject(
        GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
      var body = objects.get(request.bucket() + "/" + request.key());
      if (body == null) {
        throw NoSuchKeyException.builder().message("The specified key does not exist.").build();
      }
      try {
        return transformer.transform(
            GetObjectResponse.builder().build(),
            AbortableInputStream.create(
                new java.io.ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private static final class Ec2 implements Ec2Client {
    @Override
    public DescribeAvailabilityZonesResponse describeAvailabilityZones() {
      return DescribeAvailabilityZonesResponse.builder()
          .availabilityZones(
              AvailabilityZone.builder().zoneName(MUMBAI.zone('a')).build(),
              AvailabilityZone.builder().zoneName(MUMBAI.zone('b')).build())
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
