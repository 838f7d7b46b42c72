package com.shangwellness.region.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.VirtualTimeline;
import com.shangwellness.region.wire.ApiServer;
import com.shangwellness.region.wire.Catalog;
import com.shangwellness.region.wire.Principals;
import com.shangwellness.region.wire.Spool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3Test {

  private static final String BUCKET = "artifacts";

  @TempDir Path folder;
  private Store store;
  private VirtualTimeline timeline;
  private S3 service;
  private ApiServer server;
  private S3Client s3;

  @BeforeEach
  void start() {
    open();
    s3.createBucket(
        r -> r.bucket(BUCKET).createBucketConfiguration(c -> c.locationConstraint("ap-south-1")));
  }

  private void open() {
    store = Store.open(folder.resolve("store"));
    timeline = new VirtualTimeline(Instant.parse("2026-01-01T00:00:00Z"), store);
    var spool = new Spool(folder.resolve("spool"));
    var ids = new Ids(new Random(folder.hashCode() + System.identityHashCode(store)));
    var names = new BucketNames(store);
    service = s3In("ap-south-1", ids, names, spool);
    var other = s3In("us-east-1", ids, names, spool);
    server =
        new ApiServer(
                "127.0.0.1",
                0,
                new ApiServer.Parts(
                    new Catalog().region("ap-south-1", service).region("us-east-1", other),
                    timeline,
                    Principals.localUser("123456789012"),
                    spool))
            .start();
    s3 = client("ap-south-1");
  }

  private S3 s3In(String region, Ids ids, BucketNames names, Spool spool) {
    return new S3(
        new Place("123456789012", region),
        timeline,
        store,
        ids,
        names,
        folder.resolve(region),
        spool);
  }

  private S3Client client(String region) {
    return S3Client.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .endpointOverride(URI.create("http://127.0.0.1:" + server.port()))
        .forcePathStyle(true)
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("KEY", "secret")))
        .build();
  }

  @AfterEach
  void stop() {
    server.close();
    store.close();
  }

  private void put(String key, String text) {
    s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(text));
  }

  private String text(String key) {
    return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
  }

  private void keepVersions() {
    s3.putBucketVersioning(
        r ->
            r.bucket(BUCKET)
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
  }

  private List<Path> contents() throws IOException {
    try (var files = Files.list(folder.resolve("ap-south-1"))) {
      return files.toList();
    }
  }

  private static void assertRefused(ThrowingCallable call, int status, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(AwsErrors.code(e)).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
            });
  }

  @Test
  void an_object_comes_back_as_it_was_put() {
    s3.putObject(
        r ->
            r.bucket(BUCKET)
                .key("a//b c+é.txt")
                .contentType("text/plain")
                .cacheControl("no-cache")
                .metadata(Map.of("owner", "me")),
        RequestBody.fromString("héllo"));

    var object = s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("a//b c+é.txt"));
    assertThat(object.asUtf8String()).isEqualTo("héllo");
    assertThat(object.response().contentType()).isEqualTo("text/plain");
    assertThat(object.response().cacheControl()).isEqualTo("no-cache");
    assertThat(object.response().metadata()).containsExactly(Map.entry("owner", "me"));
    assertThat(object.response().contentEncoding()).isNull();
    assertThat(object.response().eTag()).isEqualTo("\"be50e8478cf24ff3595bc7307fb91b50\"");
    assertThat(object.response().lastModified()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(s3.headObject(r -> r.bucket(BUCKET).key("a//b c+é.txt")).contentLength())
        .isEqualTo(6);
  }

  @Test
  void objects_and_buckets_are_there_after_a_restart() throws IOException {
    put("kept", "content");
    stop();
    // What a killed region may leave: a file that nothing refers to.
    Files.writeString(folder.resolve("ap-south-1").resolve("orphan"), "x");
    open();
    assertThat(text("kept")).isEqualTo("content");
    assertThat(contents()).hasSize(1);
  }

  @Test
  void a_service_in_process_reads_and_writes_alike() {
    timeline
        .call(
            "put",
            () -> service.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromString("in")))
        .join();
    assertThat(text("k")).isEqualTo("in");
    put("k", "out");
    var read =
        timeline.call(
            "get",
            () -> service.getObject(r -> r.bucket(BUCKET).key("k"), ResponseTransformer.toBytes()));
    assertThat(read.join().asUtf8String()).isEqualTo("out");
    assertThatThrownBy(
            () ->
                timeline
                    .call("get", () -> service.headObject(r -> r.bucket("none").key("k")))
                    .join())
        .isInstanceOf(CompletionException.class)
        .satisfies(
            e ->
                assertThat(AwsErrors.code((AwsServiceException) e.getCause()))
                    .isEqualTo("NoSuchBucket"));
  }

  @Test
  void a_part_of_an_object_is_read_by_range() {
    put("k", "0123456789");
    var middle = s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").range("bytes=2-4"));
    assertThat(middle.asUtf8String()).isEqualTo("234");
    assertThat(middle.response().contentRange()).isEqualTo("bytes 2-4/10");
    assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").range("bytes=-3")).asUtf8String())
        .isEqualTo("789");
    assertThat(
            s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").range("bytes=8-99")).asUtf8String())
        .isEqualTo("89");
    assertRefused(
        () -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").range("bytes=10-")),
        416,
        "InvalidRange");
  }

  @Test
  void conditions_hold_for_readers_and_writers() {
    put("k", "one");
    var tag = s3.headObject(r -> r.bucket(BUCKET).key("k")).eTag();
    assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").ifMatch(tag)).asUtf8String())
        .isEqualTo("one");
    assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").ifNoneMatch(tag)))
        .extracting("statusCode")
        .isEqualTo(304);
    assertRefused(
        () -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").ifMatch("\"other\"")),
        412,
        "PreconditionFailed");
    assertRefused(
        () ->
            s3.putObject(
                r -> r.bucket(BUCKET).key("k").ifNoneMatch("*"), RequestBody.fromString("two")),
        412,
        "PreconditionFailed");
    s3.putObject(r -> r.bucket(BUCKET).key("k").ifMatch(tag), RequestBody.fromString("three"));
    assertThat(text("k")).isEqualTo("three");
  }

  @Test
  void a_body_that_is_not_what_its_checksum_says_is_refused() throws IOException {
    s3.putObject(
        r -> r.bucket(BUCKET).key("sha").checksumAlgorithm(ChecksumAlgorithm.SHA256),
        RequestBody.fromString("abc"));
    assertThat(
            s3.headObject(r -> r.bucket(BUCKET).key("sha").checksumMode("ENABLED"))
                .checksumSHA256())
        .isEqualTo("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    assertRefused(
        () ->
            s3.putObject(
                r -> r.bucket(BUCKET).key("bad").checksumCRC32("AAAAAA=="),
                RequestBody.fromString("abc")),
        400,
        "BadDigest");
    assertRefused(
        () ->
            s3.putObject(
                r -> r.bucket(BUCKET).key("bad").contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="),
                RequestBody.fromString("abc")),
        400,
        "BadDigest");
    assertThat(contents()).hasSize(1);
    try (var spooled = Files.list(folder.resolve("spool"))) {
      assertThat(spooled).isEmpty();
    }
  }

  @Test
  void lists_come_in_pages_and_by_folders() {
    for (var key : List.of("a/1", "a/2", "b", "c/d/1", "é é")) {
      put(key, key);
    }
    var top = s3.listObjectsV2(r -> r.bucket(BUCKET).delimiter("/"));
    assertThat(top.contents()).extracting(S3Object::key).containsExactly("b", "é é");
    assertThat(top.commonPrefixes()).extracting("prefix").containsExactly("a/", "c/");
    assertThat(top.keyCount()).isEqualTo(4);

    var pages = s3.listObjectsV2Paginator(r -> r.bucket(BUCKET).maxKeys(2));
    assertThat(pages.stream().count()).isEqualTo(3);
    assertThat(pages.contents().stream().map(S3Object::key))
        .containsExactly("a/1", "a/2", "b", "c/d/1", "é é");

    var byFolder =
        s3.listObjectsV2Paginator(r -> r.bucket(BUCKET).delimiter("/").maxKeys(1)).stream()
            .toList();
    assertThat(byFolder).hasSize(4);
    assertThat(s3.listObjects(r -> r.bucket(BUCKET).prefix("a/").marker("a/1")).contents())
        .extracting(S3Object::key)
        .containsExactly("a/2");
    assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET).startAfter("b")).contents())
        .extracting(S3Object::key)
        .containsExactly("c/d/1", "é é");
  }

  @Test
  void versions_are_kept_once_the_bucket_says_so() throws IOException {
    put("k", "before");
    keepVersions();
    put("k", "one");
    put("k", "two");
    var versions = s3.listObjectVersions(r -> r.bucket(BUCKET)).versions();
    assertThat(versions).hasSize(3);
    assertThat(versions.getFirst().isLatest()).isTrue();
    assertThat(versions.getLast().versionId()).isEqualTo("null");
    assertThat(
            s3.getObjectAsBytes(
                    r -> r.bucket(BUCKET).key("k").versionId(versions.get(1).versionId()))
                .asUtf8String())
        .isEqualTo("one");

    var deleted = s3.deleteObject(r -> r.bucket(BUCKET).key("k"));
    assertThat(deleted.deleteMarker()).isTrue();
    assertRefused(() -> text("k"), 404, "NoSuchKey");
    assertRefused(() -> s3.deleteBucket(r -> r.bucket(BUCKET)), 409, "BucketNotEmpty");
    s3.deleteObject(r -> r.bucket(BUCKET).key("k").versionId(deleted.versionId()));
    assertThat(text("k")).isEqualTo("two");
    versions.forEach(v -> s3.deleteObject(r -> r.bucket(BUCKET).key("k").versionId(v.versionId())));
    assertThat(contents()).isEmpty();
    s3.deleteBucket(r -> r.bucket(BUCKET));
    assertThat(s3.listBuckets().buckets()).isEmpty();
  }

  @Test
  void a_copy_is_an_object_of_its_own() {
    s3.putObject(
        r -> r.bucket(BUCKET).key("from é").metadata(Map.of("a", "b")).tagging("t=1"),
        RequestBody.fromString("x"));
    s3.copyObject(
        r ->
            r.sourceBucket(BUCKET)
                .sourceKey("from é")
                .destinationBucket(BUCKET)
                .destinationKey("to"));
    s3.deleteObject(r -> r.bucket(BUCKET).key("from é"));
    assertThat(text("to")).isEqualTo("x");
    assertThat(s3.headObject(r -> r.bucket(BUCKET).key("to")).metadata()).containsEntry("a", "b");
    assertThat(s3.getObjectTagging(r -> r.bucket(BUCKET).key("to")).tagSet())
        .extracting("key")
        .containsExactly("t");
    assertRefused(
        () ->
            s3.copyObject(
                r ->
                    r.sourceBucket(BUCKET)
                        .sourceKey("to")
                        .destinationBucket(BUCKET)
                        .destinationKey("to")),
        400,
        "InvalidRequest");
    s3.copyObject(
        r ->
            r.sourceBucket(BUCKET)
                .sourceKey("to")
                .destinationBucket(BUCKET)
                .destinationKey("to")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("c", "d")));
    assertThat(s3.headObject(r -> r.bucket(BUCKET).key("to")).metadata())
        .containsExactly(Map.entry("c", "d"));
  }

  @Test
  void parts_become_one_object() throws IOException {
    var id = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("big")).uploadId();
    var large = "x".repeat(5 << 20);
    var first = part(id, 1, large);
    part(id, 2, "replaced");
    var second = part(id, 2, "tail");
    assertThat(s3.listParts(r -> r.bucket(BUCKET).key("big").uploadId(id)).parts()).hasSize(2);
    assertRefused(() -> complete(id, List.of(second, first)), 400, "InvalidPartOrder");
    assertRefused(() -> text("big"), 404, "NoSuchKey");

    complete(id, List.of(first, second));
    assertThat(text("big")).isEqualTo(large + "tail");
    assertThat(
            s3.getObjectAsBytes(
                    r -> r.bucket(BUCKET).key("big").range("bytes=" + ((5 << 20) - 2) + "-"))
                .asUtf8String())
        .isEqualTo("xxtail");
    assertThat(s3.headObject(r -> r.bucket(BUCKET).key("big")).eTag()).endsWith("-2\"");
    assertRefused(
        () -> s3.abortMultipartUpload(r -> r.bucket(BUCKET).key("big").uploadId(id)),
        404,
        "NoSuchUpload");
    s3.deleteObject(r -> r.bucket(BUCKET).key("big"));
    assertThat(contents()).isEmpty();
  }

  @Test
  void parts_that_are_copied_are_the_bytes_of_their_source_across_its_own_parts() throws Exception {
    var id = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("big")).uploadId();
    complete(id, List.of(part(id, 1, "x".repeat(5 << 20)), part(id, 2, "tail")));
    put("small", "wellness");

    var copy = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("big")).uploadId();
    var parts =
        List.of(
            copied(copy, 1, "big", "bytes=0-" + ((5 << 20) + 1)),
            copied(copy, 2, "small", "bytes=2-3"));
    complete(copy, parts);

    assertThat(text("big")).isEqualTo("x".repeat(5 << 20) + "tall");
    assertThat(
            s3.getObjectAsBytes(
                    r -> r.bucket(BUCKET).key("big").range("bytes=" + ((5 << 20) - 1) + "-"))
                .asUtf8String())
        .isEqualTo("xtall");
    assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("big").partNumber(2)).asUtf8String())
        .isEqualTo("ll");
    s3.copyObject(
        r -> r.sourceBucket(BUCKET).sourceKey("big").destinationBucket(BUCKET).destinationKey("c"));
    s3.deleteObject(r -> r.bucket(BUCKET).key("big"));
    s3.deleteObject(r -> r.bucket(BUCKET).key("small"));
    assertThat(text("c")).endsWith("xtall");
    s3.deleteObject(r -> r.bucket(BUCKET).key("c"));
    assertThat(contents()).isEmpty();
  }

  @Test
  void a_part_that_is_copied_takes_no_room_and_no_time() throws IOException {
    put("source", "wellness");
    var id = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("big")).uploadId();
    var part = copied(id, 1, "source", null);
    assertThat(part.eTag()).isEqualTo(s3.headObject(r -> r.bucket(BUCKET).key("source")).eTag());
    var files = contents();
    assertThat(files).hasSize(2);
    assertThat(Files.isSameFile(files.getFirst(), files.getLast())).isTrue();
  }

  private CompletedPart copied(String id, int number, String source, String range) {
    var answer =
        s3.uploadPartCopy(
            r ->
                r.sourceBucket(BUCKET)
                    .sourceKey(source)
                    .copySourceRange(range)
                    .destinationBucket(BUCKET)
                    .destinationKey("big")
                    .uploadId(id)
                    .partNumber(number));
    return CompletedPart.builder().partNumber(number).eTag(answer.copyPartResult().eTag()).build();
  }

  private CompletedPart part(String id, int number, String text) {
    var answer =
        s3.uploadPart(
            r -> r.bucket(BUCKET).key("big").uploadId(id).partNumber(number),
            RequestBody.fromString(text));
    return CompletedPart.builder().partNumber(number).eTag(answer.eTag()).build();
  }

  private void complete(String id, List<CompletedPart> parts) {
    s3.completeMultipartUpload(
        r -> r.bucket(BUCKET).key("big").uploadId(id).multipartUpload(m -> m.parts(parts)));
  }

  @Test
  void many_objects_are_deleted_at_once() {
    IntStream.range(0, 5).forEach(i -> put("k" + i, "x"));
    var answer =
        s3.deleteObjects(
            r ->
                r.bucket(BUCKET)
                    .delete(
                        d ->
                            d.objects(
                                Stream.of("k1", "k3", "never there")
                                    .map(key -> ObjectIdentifier.builder().key(key).build())
                                    .toList())));
    assertThat(answer.deleted()).hasSize(3);
    assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET)).contents())
        .extracting(S3Object::key)
        .containsExactly("k0", "k2", "k4");
  }

  @Test
  void what_is_set_for_a_bucket_is_kept() {
    assertThat(
            s3.getBucketEncryption(r -> r.bucket(BUCKET))
                .serverSideEncryptionConfiguration()
                .rules())
        .hasSize(1);
    assertRefused(() -> s3.getBucketPolicy(r -> r.bucket(BUCKET)), 404, "NoSuchBucketPolicy");
    s3.putBucketPolicy(r -> r.bucket(BUCKET).policy("{\"Version\":\"2012-10-17\"}"));
    s3.putPublicAccessBlock(
        r -> r.bucket(BUCKET).publicAccessBlockConfiguration(p -> p.blockPublicAcls(true)));
    s3.putBucketLifecycleConfiguration(
        r ->
            r.bucket(BUCKET)
                .lifecycleConfiguration(
                    l ->
                        l.rules(
                            LifecycleRule.builder()
                                .id("old")
                                .status("Enabled")
                                .filter(f -> f.prefix(""))
                                .expiration(e -> e.days(30))
                                .build())));
    s3.putBucketNotificationConfiguration(
        r -> r.bucket(BUCKET).notificationConfiguration(n -> n.eventBridgeConfiguration(e -> {})));
    stop();
    open();
    assertThat(s3.getBucketPolicy(r -> r.bucket(BUCKET)).policy())
        .isEqualTo("{\"Version\":\"2012-10-17\"}");
    assertThat(
            s3.getPublicAccessBlock(r -> r.bucket(BUCKET))
                .publicAccessBlockConfiguration()
                .blockPublicAcls())
        .isTrue();
    assertThat(
            s3.getBucketLifecycleConfiguration(r -> r.bucket(BUCKET))
                .rules()
                .getFirst()
                .expiration()
                .days())
        .isEqualTo(30);
    assertThat(
            s3.getBucketNotificationConfiguration(r -> r.bucket(BUCKET)).eventBridgeConfiguration())
        .isNotNull();
  }

  @Test
  void a_bucket_is_known_in_all_regions_and_served_in_its_own() {
    var virginia = client("us-east-1");
    assertThat(s3.getBucketLocation(r -> r.bucket(BUCKET)).locationConstraintAsString())
        .isEqualTo("ap-south-1");
    assertThat(virginia.listBuckets().buckets()).extracting("name").containsExactly(BUCKET);
    assertThatThrownBy(() -> virginia.listObjectsV2(r -> r.bucket(BUCKET)))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e ->
                assertThat(e.awsErrorDetails().sdkHttpResponse().headers())
                    .containsEntry("x-amz-bucket-region", List.of("ap-south-1")));
    assertRefused(
        () -> virginia.createBucket(r -> r.bucket(BUCKET)), 409, "BucketAlreadyOwnedByYou");
    assertRefused(
        () ->
            s3.createBucket(
                r ->
                    r.bucket("new-one")
                        .createBucketConfiguration(c -> c.locationConstraint("eu-west-1"))),
        400,
        "IllegalLocationConstraintException");
    virginia.createBucket(r -> r.bucket("new-one"));
    assertThat(virginia.getBucketLocation(r -> r.bucket("new-one")).locationConstraintAsString())
        .isNullOrEmpty();
    assertRefused(
        () ->
            s3.createBucket(
                r ->
                    r.bucket("sthree-name")
                        .createBucketConfiguration(c -> c.locationConstraint("ap-south-1"))),
        400,
        "InvalidBucketName");
  }

  @Test
  void time_is_the_regions() {
    timeline.passes(Duration.ofDays(1));
    put("k", "x");
    assertThat(s3.headObject(r -> r.bucket(BUCKET).key("k")).lastModified())
        .isEqualTo("2026-01-02T00:00:00Z");
  }
}
