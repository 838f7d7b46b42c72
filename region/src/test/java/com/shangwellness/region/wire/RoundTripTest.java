package com.shangwellness.region.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.timeline.VirtualTimeline;
import java.io.ByteArrayInputStream;
import java.lang.invoke.MethodHandle;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Every operation of every service: a random request through the SDK's own client, a random
 * response back, and both compared with what arrived.
 */
class RoundTripTest {

  private static final String STREAM = "streamed é";

  private static final String SOURCE_REGION = "SourceRegion stays in the client, which signs a URL";
  private static final String UNSIGNED = "is not signed; federation is not offered";
  private static final String SOURCE = "the client takes the source whole or in parts, never both";
  private static final String ATTRIBUTE = "the client does not escape attributes (xsi:type)";

  /** What does not come through, and why it need not. */
  private static final Map<String, String> EXCEPTIONS =
      Map.ofEntries(
          Map.entry("rds.copyDBClusterSnapshot", SOURCE_REGION),
          Map.entry("rds.copyDBSnapshot", SOURCE_REGION),
          Map.entry("rds.createDBCluster", SOURCE_REGION),
          Map.entry("rds.createDBInstanceReadReplica", SOURCE_REGION),
          Map.entry("rds.startDBInstanceAutomatedBackupsReplication", SOURCE_REGION),
          Map.entry("sts.assumeRoleWithSAML", UNSIGNED),
          Map.entry("sts.assumeRoleWithWebIdentity", UNSIGNED),
          Map.entry("s3.copyObject", SOURCE),
          Map.entry("s3.uploadPartCopy", SOURCE),
          Map.entry("s3.getObjectTorrent", "has no length; S3 offers torrents no more"),
          Map.entry("s3.putBucketAcl", ATTRIBUTE),
          Map.entry("s3.putObjectAcl", ATTRIBUTE),
          Map.entry("s3.putBucketLogging", ATTRIBUTE),
          Map.entry("s3.putBucketAnalyticsConfiguration", "the client refuses a random filter"),
          Map.entry("s3.createSession", "directory buckets only; the client calls it by itself"),
          Map.entry("s3.listDirectoryBuckets", "GET / is ListBuckets here"),
          Map.entry("s3.writeGetObjectResponse", "goes to the host of an Object Lambda"),
          Map.entry("s3.getBucketLocation", "its member is an enum's random value in the root"));

  private Object request = "none";
  private Object response = "none";
  private String streamed = "none";
  private String called = "none";

  @ParameterizedTest
  @ValueSource(
      classes = {
        CloudFormationClient.class,
        CloudWatchLogsClient.class,
        CodePipelineClient.class,
        Ec2Client.class,
        EcrClient.class,
        EcsClient.class,
        ElasticLoadBalancingV2Client.class,
        IamClient.class,
        KmsClient.class,
        RdsClient.class,
        S3Client.class,
        SchedulerClient.class,
        SecretsManagerClient.class,
        SsmClient.class,
        StsClient.class
      })
  void every_operation_comes_through_and_back(Class<?> api, @TempDir Path folder) throws Exception {
    var model = new ServiceModel(api);
    var server =
        new ApiServer(
            "127.0.0.1",
            0,
            new ApiServer.Parts(
                new Catalog().region("eu-west-1", new Service(model, this::answer)),
                new VirtualTimeline(),
                Principals.localUser("123456789012"),
                new Spool(folder)),
            Constraints.none());
    var wrong = new TreeMap<String, String>();
    try (server) {
      server.start();
      var client = client(api, server.port());
      for (var operation : model.operations()) {
        problem(client, operation).ifPresent(p -> wrong.put(operation.name(), p));
      }
    }
    wrong.keySet().removeIf(name -> EXCEPTIONS.containsKey(key(model, name)));
    assertThat(wrong).isEmpty();
  }

  private static String key(ServiceModel model, String operation) {
    return model.signingName()
        + "."
        + Character.toLowerCase(operation.charAt(0))
        + operation.substring(1);
  }

  /** Stands in for the service. */
  private Object answer(Operation operation, Object received, Optional<Object> stream)
      throws Exception {
    called = operation.name();
    request = received;
    if (stream.isPresent() && stream.get() instanceof RequestBody body) {
      try (var in = body.contentStreamProvider().newStream()) {
        streamed = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    if (stream.isPresent() && stream.get() instanceof ResponseTransformer<?, ?> out) {
      @SuppressWarnings("unchecked") // the adapter's own, which takes any response
      var transformer = (ResponseTransformer<Object, ?>) out;
      var bytes = STREAM.getBytes(StandardCharsets.UTF_8);
      transformer.transform(response, AbortableInputStream.create(new ByteArrayInputStream(bytes)));
    }
    return response;
  }

  /** What is wrong with an operation's way there and back; empty when nothing is. */
  private Optional<String> problem(Object client, Operation operation) {
    var random = new RandomPojos(new Random(operation.name().hashCode()));
    called = "none";
    streamed = STREAM;
    try {
      var sent = random.fill(operation.newRequest(), RandomPojos.Side.REQUEST);
      response = random.fill(responseBuilder(operation), RandomPojos.Side.RESPONSE);
      var got = call(client, operation, sent);
      if (!called.equals(operation.name())) {
        return Optional.of("went to " + called);
      }
      var differences = RandomPojos.differences("", (SdkPojo) sent, (SdkPojo) request);
      differences.addAll(RandomPojos.differences("", (SdkPojo) response, (SdkPojo) got));
      if (!streamed.equals(STREAM)) {
        differences.add("streamed " + streamed);
      }
      return differences.isEmpty() ? Optional.empty() : Optional.of(differences.toString());
    } catch (Throwable e) {
      return Optional.of(String.valueOf(e));
    }
  }

  private static SdkPojo responseBuilder(Operation operation) throws ReflectiveOperationException {
    var name = operation.requestType().getName().replaceFirst("Request$", "Response");
    return (SdkPojo) Class.forName(name).getMethod("builder").invoke(null);
  }

  private static Object call(Object client, Operation operation, Object sent) throws Throwable {
    MethodHandle method = operation.method();
    return switch (operation.streaming()) {
      case NONE -> method.invoke(client, sent);
      case IN -> method.invoke(client, sent, RequestBody.fromString(STREAM));
      case OUT -> {
        var bytes = (ResponseBytes<?>) method.invoke(client, sent, ResponseTransformer.toBytes());
        yield bytes.asUtf8String().equals(STREAM) ? bytes.response() : "streamed wrongly";
      }
    };
  }

  private static Object client(Class<?> api, int port) throws ReflectiveOperationException {
    var builder = (AwsClientBuilder<?, ?>) api.getMethod("builder").invoke(null);
    ((SdkSyncClientBuilder<?, ?>) builder).httpClient(UrlConnectionHttpClient.create());
    builder.endpointOverride(URI.create("http://127.0.0.1:" + port));
    builder.region(Region.EU_WEST_1);
    builder.credentialsProvider(
        StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")));
    builder.overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
    if (builder instanceof software.amazon.awssdk.services.s3.S3ClientBuilder s3) {
      s3.forcePathStyle(true);
    }
    return ((SdkBuilder<?, ?>) builder).build();
  }
}
