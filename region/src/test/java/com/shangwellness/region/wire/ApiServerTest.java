package com.shangwellness.region.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.timeline.VirtualTimeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class ApiServerTest {

  private static final String SIGNED =
      "Authorization: AWS4-HMAC-SHA256 Credential=KEY/20260101/ap-south-1/%s/aws4_request,"
          + " SignedHeaders=host, Signature=0\r\n";

  private final ConcurrentLinkedQueue<String> created = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Integer> uploaded = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> deleted = new ConcurrentLinkedQueue<>();
  private ApiServer server;

  /** A few operations, each of them a case. */
  private final class Ecs implements EcsClient {
    @Override
    public CreateClusterResponse createCluster(CreateClusterRequest request) {
      created.add(String.valueOf(request.clusterName()));
      return CreateClusterResponse.builder()
          .cluster(Cluster.builder().clusterName(request.clusterName()).build())
          .build();
    }

    @Override
    public DeleteClusterResponse deleteCluster(DeleteClusterRequest request) {
      if (request.cluster().equals("broken")) {
        throw new IllegalStateException("inner detail");
      }
      throw AwsErrors.of(ClusterNotFoundException.builder(), "Cluster not found.");
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private final class Rds implements RdsClient {
    @Override
    public DeleteDbInstanceResponse deleteDBInstance(DeleteDbInstanceRequest request) {
      deleted.add(request.dbInstanceIdentifier());
      return DeleteDbInstanceResponse.builder().build();
    }

    @Override
    public DescribeDbInstancesResponse describeDBInstances(DescribeDbInstancesRequest request) {
      throw AwsErrors.of(DbInstanceNotFoundException.builder(), "DBInstance none not found.");
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private final VirtualTimeline timeline = new VirtualTimeline();

  private static final class Sts implements StsClient {
    @Override
    public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
      var caller = Caller.current().orElseThrow();
      return GetCallerIdentityResponse.builder()
          .arn(caller.principal())
          .account(caller.account())
          .userId(caller.region())
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void start(@TempDir Path folder) {
    var catalog = new Catalog().region("ap-south-1", new Ecs(), new Rds()).global(new Sts());
    server =
        new ApiServer(
            "127.0.0.1",
            0,
            new ApiServer.Parts(
                catalog,
                timeline,
                Principals.localUser("123456789012"),
                new Spool(folder.resolve("spool")),
                Set.of("http://localhost:4580"),
                Duration.ofMillis(300)));
    server.handle(
        "/v2/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(204, -1);
          }
        });
    server.handle(
        "/v2/upload/",
        exchange -> {
          try (exchange) {
            uploaded.add(exchange.getRequestBody().readAllBytes().length);
            exchange.sendResponseHeaders(201, -1);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private <B extends software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, C>, C>
      C client(B builder, String region) {
    if (builder
        instanceof software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder<?, ?> sync) {
      sync.httpClient(UrlConnectionHttpClient.create());
    }
    return builder
        .endpointOverride(URI.create("http://127.0.0.1:" + server.port()))
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("KEY", "secret")))
        .overrideConfiguration(
            o ->
                o.retryStrategy(software.amazon.awssdk.awscore.retry.AwsRetryStrategy.doNotRetry()))
        .build();
  }

  /** Sends {@code head} and {@code body} as they are and returns all that comes back. */
  private String raw(String head, byte[] body) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String ecs(String operation, String more, byte[] body) throws IOException {
    return raw(
        "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + SIGNED.formatted("ecs")
            + "X-Amz-Target: AmazonEC2ContainerServiceV20141113."
            + operation
            + "\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: "
            + body.length
            + "\r\n"
            + more
            + "\r\n",
        body);
  }

  private String ecs(String operation, String body) throws IOException {
    return ecs(operation, "", body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void every_answer_tells_the_regions_time_which_is_not_the_machines() {
    timeline.passes(Duration.ofDays(3));

    var answer = client(StsClient.builder(), "ap-south-1").getCallerIdentity().sdkHttpResponse();

    assertThat(answer.firstMatchingHeader("x-region-time")).contains(timeline.now().toString());
  }

  @Test
  void a_pace_that_is_none_is_refused_with_what_is_allowed() throws IOException {
    for (var pace : List.of("0", "-1", "1001", "fast", "NaN", "")) {
      var answer =
          ecs(
              "CreateCluster",
              "x-region-pace: " + pace + "\r\n",
              "{\"clusterName\":\"web\"}".getBytes(StandardCharsets.UTF_8));
      assertThat(answer)
          .as(pace)
          .startsWith("HTTP/1.1 400")
          .contains("ValidationException")
          .contains("it must be a number above 0 and at most 1000");
    }
    assertThat(
            ecs(
                "CreateCluster",
                "x-region-pace: 0.5\r\n",
                "{\"clusterName\":\"web\"}".getBytes(StandardCharsets.UTF_8)))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void an_operation_is_answered_by_the_service_of_the_region() {
    var ecs = client(EcsClient.builder(), "ap-south-1");
    assertThat(ecs.createCluster(r -> r.clusterName("web")).cluster().clusterName())
        .isEqualTo("web");
  }

  @Test
  void a_modelled_error_carries_its_own_code_and_status() {
    var ecs = client(EcsClient.builder(), "ap-south-1");
    assertThatThrownBy(() -> ecs.deleteCluster(r -> r.cluster("none")))
        .isInstanceOfSatisfying(
            ClusterNotFoundException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Cluster not found.");
              assertThat(e.statusCode()).isEqualTo(400);
            });
    var rds = client(RdsClient.builder(), "ap-south-1");
    assertThatThrownBy(() -> rds.describeDBInstances())
        .isInstanceOfSatisfying(
            DbInstanceNotFoundException.class,
            e -> {
              // The wire's code is not the exception's name.
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("DBInstanceNotFound");
              assertThat(e.statusCode()).isEqualTo(404);
            });
  }

  @Test
  void an_operation_that_is_not_offered_is_not_implemented() {
    var ecs = client(EcsClient.builder(), "ap-south-1");
    assertThatThrownBy(() -> ecs.listClusters())
        .isInstanceOfSatisfying(
            EcsException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(501);
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo("ecs does not offer ListClusters here");
            });
  }

  @Test
  void a_defect_is_an_internal_failure_that_names_the_request() throws IOException {
    var answer = ecs("DeleteCluster", "{\"cluster\":\"broken\"}");
    assertThat(answer).contains("HTTP/1.1 500", "InternalFailure").doesNotContain("inner detail");
    var id = answer.replaceAll("(?s).*(?i:x-amzn-requestid): (\\S+).*", "$1");
    assertThat(answer).contains("request " + id);
  }

  @Test
  void a_global_service_answers_for_every_region_and_knows_the_caller() {
    var identity = client(StsClient.builder(), "eu-west-3").getCallerIdentity();
    assertThat(identity.arn()).isEqualTo("arn:aws:iam::123456789012:user/local");
    assertThat(identity.account()).isEqualTo("123456789012");
    assertThat(identity.userId()).isEqualTo("eu-west-3");
  }

  @Test
  void a_region_or_a_service_that_is_not_there_is_named() {
    assertThatThrownBy(() -> client(EcsClient.builder(), "eu-west-3").listClusters())
        .hasMessageContaining("valid region, not 'eu-west-3'; there are [ap-south-1]");
    assertThatThrownBy(
            () ->
                client(software.amazon.awssdk.services.kms.KmsClient.builder(), "ap-south-1")
                    .listKeys())
        .hasMessageContaining("does not offer the service kms; it offers [ecs, rds, sts]");
  }

  @Test
  void an_unsigned_request_is_refused() throws IOException {
    assertThat(
            raw(
                String.join(
                    "\r\n",
                    "POST / HTTP/1.1",
                    "Host: localhost",
                    "Connection: close",
                    "X-Amz-Target: AmazonEC2ContainerServiceV20141113.CreateCluster",
                    "Content-Length: 2\r\n\r\n"),
                "{}".getBytes(StandardCharsets.UTF_8)))
        .contains("HTTP/1.1 403", "MissingAuthenticationToken");
    assertThat(created).isEmpty();
  }

  @Test
  void requests_to_other_hosts_are_refused() throws IOException {
    for (var host :
        List.of("evil.example", "127.0.0.1.evil.example", "amazonaws.com.evil.example")) {
      assertThat(raw(get("/", "Host: " + host), new byte[0])).as(host).contains("HTTP/1.1 403");
    }
    assertThat(raw(get("http://evil.example/v2/", "Host: localhost"), new byte[0]))
        .contains("HTTP/1.1 403");
    assertThat(raw(get("/v2/", "Host: evil.example"), new byte[0])).contains("HTTP/1.1 403");
  }

  @Test
  void our_own_hosts_and_those_of_aws_are_served() throws IOException {
    for (var host :
        List.of(
            "localhost:4566",
            "127.0.0.1",
            "[::1]:1",
            "bucket.localhost",
            "669097061043.dkr.ecr.ap-south-1.amazonaws.com")) {
      assertThat(raw(get("/v2/", "Host: " + host), new byte[0])).as(host).contains("204");
    }
  }

  @Test
  void pages_of_other_origins_are_refused() throws IOException {
    assertThat(raw(get("/v2/", "Host: localhost\r\nOrigin: http://evil.example"), new byte[0]))
        .contains("HTTP/1.1 403");
    assertThat(raw(get("/v2/", "Host: localhost\r\nOrigin: null"), new byte[0]))
        .contains("HTTP/1.1 403");
    assertThat(raw(get("/v2/", "Host: localhost\r\nOrigin: http://localhost:4580"), new byte[0]))
        .contains("HTTP/1.1 204");
  }

  @Test
  void what_a_page_of_another_site_links_to_is_refused() throws IOException {
    for (var headers :
        List.of(
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site",
            "Referer: http://evil.example/page",
            "Referer: http://evil.example",
            // Another program of this machine serves that page.
            "Referer: http://localhost:9999/",
            "Sec-Fetch-Site: same-origin\r\nReferer: http://evil.example/")) {
      assertThat(raw(get("/v2/", "Host: localhost:4566\r\n" + headers), new byte[0]))
          .as(headers)
          .contains("HTTP/1.1 403");
    }
  }

  @Test
  void what_is_typed_and_what_our_own_pages_link_to_is_served() throws IOException {
    for (var headers :
        List.of(
            "Sec-Fetch-Site: none",
            "Sec-Fetch-Site: same-origin\r\nReferer: http://localhost:4566/bucket/page.html",
            "Sec-Fetch-Site: same-site\r\nReferer: http://localhost:4580/stacks",
            "Sec-Fetch-Site: cross-site\r\nOrigin: http://localhost:4580")) {
      assertThat(raw(get("/v2/", "Host: localhost:4566\r\n" + headers), new byte[0]))
          .as(headers)
          .contains("HTTP/1.1 204");
    }
  }

  @Test
  void a_half_sent_registry_upload_is_given_up() throws IOException {
    var head =
        String.join(
            "\r\n",
            "PATCH /v2/upload/1 HTTP/1.1",
            "Host: localhost",
            "Connection: close",
            "Content-Length: 8\r\n\r\n");
    assertThat(raw(head, "well".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(uploaded).isEmpty();
    assertThat(raw(head, "wellness".getBytes(StandardCharsets.UTF_8))).contains("HTTP/1.1 201");
    assertThat(uploaded).containsExactly(8);
  }

  @Test
  void a_half_sent_request_that_is_refused_is_given_up_too() throws IOException {
    var head =
        String.join("\r\n", "POST / HTTP/1.1", "Host: evil.example", "Content-Length: 8\r\n\r\n");
    assertThat(raw(head, "well".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  private static String query(String method, String action, String service, String headers) {
    return method
        + " /?Action="
        + action
        + "&Version=1&DBInstanceIdentifier=web"
        + "&X-Amz-Credential=KEY/20260101/ap-south-1/"
        + service
        + "/aws4_request HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
        + headers
        + "Connection: close\r\n\r\n";
  }

  @Test
  void a_link_that_looks_signed_changes_nothing() throws IOException {
    // As an old browser or one that hides where it comes from sends an image's address.
    for (var method : List.of("GET", "POST")) {
      assertThat(raw(query(method, "DeleteDBInstance", "rds", ""), new byte[0]))
          .as(method)
          .contains("HTTP/1.1 403", "AccessDenied", "sign it in the Authorization header");
    }
    assertThat(deleted).isEmpty();

    var signed = SIGNED.formatted("rds");
    assertThat(raw(query("GET", "DeleteDBInstance", "rds", signed), new byte[0])).contains("200");
    assertThat(deleted).containsExactly("web");
  }

  @Test
  void who_i_am_may_be_asked_by_a_link() throws IOException {
    assertThat(raw(query("GET", "GetCallerIdentity", "sts", ""), new byte[0]))
        .contains("HTTP/1.1 200", "arn:aws:iam::123456789012:user/local");
  }

  private static String get(String path, String headers) {
    return "GET " + path + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n";
  }

  @Test
  void malformed_requests_are_refused_with_what_is_wrong() throws IOException {
    assertThat(ecs("CreateCluster", "{\"clusterName\":"))
        .contains("HTTP/1.1 400", "SerializationException");
    assertThat(ecs("CreateCluster", "{\"clusterName\":[1]}"))
        .contains("HTTP/1.1 400", "clusterName: expected a plain value, found ARRAY");
    assertThat(ecs("CreateCluster", "[]")).contains("expected an object, found ARRAY");
    assertThat(ecs("CreateCloud", "{}")).contains("UnknownOperationException", "CreateCloud");
    assertThat(created).isEmpty();
  }

  @Test
  void an_oversized_request_is_refused() throws IOException {
    var large = "{\"clusterName\":\"" + "x".repeat(3 << 20) + "\"}";
    assertThat(
            raw(
                "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + SIGNED.formatted("ecs")
                    + "X-Amz-Target: AmazonEC2ContainerServiceV20141113.CreateCluster\r\n"
                    + "Content-Length: "
                    + large.length()
                    + "\r\n\r\n",
                new byte[0]))
        .contains("HTTP/1.1 413", "RequestEntityTooLargeException", "2097152 bytes");
    assertThat(created).isEmpty();
  }

  @Test
  void a_small_gzip_that_unpacks_to_much_is_refused() throws IOException {
    var bomb = gzip(" ".repeat(3 << 20) + "{}");
    assertThat(ecs("CreateCluster", "Content-Encoding: gzip\r\n", bomb)).contains("HTTP/1.1 413");
  }

  @Test
  void a_request_that_never_ends_is_given_up_and_not_carried_out() throws IOException {
    var answer =
        raw(
            "POST / HTTP/1.1\r\nHost: localhost\r\n"
                + SIGNED.formatted("ecs")
                + "X-Amz-Target: AmazonEC2ContainerServiceV20141113.CreateCluster\r\n"
                + "Content-Length: 100\r\n\r\n",
            "{\"clusterName\":\"half".getBytes(StandardCharsets.UTF_8));
    assertThat(answer).doesNotContain("200 OK");
    assertThat(created).isEmpty();
  }

  @Test
  void a_compressed_request_is_understood() throws IOException {
    assertThat(ecs("CreateCluster", "Content-Encoding: gzip\r\n", gzip("{\"clusterName\":\"z\"}")))
        .contains("HTTP/1.1 200", "\"clusterName\":\"z\"");
    assertThat(ecs("CreateCluster", "Content-Encoding: gzip\r\n", new byte[] {1, 2, 3}))
        .contains("HTTP/1.1 400");
    assertThat(ecs("CreateCluster", "Content-Encoding: br\r\n", new byte[] {1}))
        .contains("HTTP/1.1 415", "content encoding br is not supported");
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void a_key_that_does_not_exist_is_refused(@TempDir Path folder) {
    server.close();
    server =
        new ApiServer(
                "127.0.0.1",
                0,
                new ApiServer.Parts(
                    new Catalog().global(new Sts()),
                    new VirtualTimeline(),
                    key -> java.util.Optional.empty(),
                    new Spool(folder)))
            .start();
    assertThatThrownBy(() -> client(StsClient.builder(), "ap-south-1").getCallerIdentity())
        .hasMessageContaining("security token")
        .extracting("statusCode")
        .isEqualTo(403);
  }

  @Test
  void a_taken_port_is_named(@TempDir Path folder) {
    var parts =
        new ApiServer.Parts(
            new Catalog(),
            new VirtualTimeline(),
            Principals.localUser("123456789012"),
            new Spool(folder));
    assertThatThrownBy(() -> new ApiServer("127.0.0.1", server.port(), parts))
        .hasMessageContaining("port " + server.port() + " of 127.0.0.1")
        .hasMessageContaining("taken");
    assertThatThrownBy(() -> new ApiServer("0.0.0.0", 0, parts))
        .hasMessageContaining("loopback only");
  }
}
