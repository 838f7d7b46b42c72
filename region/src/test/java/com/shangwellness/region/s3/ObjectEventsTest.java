package com.shangwellness.region.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Stage;
import com.shangwellness.region.wire.Spool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;

/** What EventBridge hears of a bucket's objects. */
class ObjectEventsTest {

  private static final String BUCKET = "sources";

  @TempDir Path folder;
  private final Stage stage = new Stage();
  private final List<String> told = new ArrayList<>();
  private S3 s3;

  @BeforeEach
  void begin() {
    s3 =
        new S3(
            stage.place,
            stage.timeline,
            stage.store,
            stage.ids,
            new BucketNames(stage.store),
            folder.resolve("objects"),
            new Spool(folder.resolve("spool")));
    s3.tell(
        (source, type, resources, detail) ->
            told.add(source + " " + type + " " + resources + " " + detail));
    stage.ask(
        () ->
            s3.createBucket(
                r ->
                    r.bucket(BUCKET)
                        .createBucketConfiguration(c -> c.locationConstraint("ap-south-1"))));
  }

  private void listen(NotificationConfiguration.Builder configuration) {
    stage.ask(
        () ->
            s3.putBucketNotificationConfiguration(
                r -> r.bucket(BUCKET).notificationConfiguration(configuration.build())));
  }

  private void listen() {
    listen(NotificationConfiguration.builder().eventBridgeConfiguration(on -> {}));
  }

  private void keepVersions() {
    stage.ask(
        () ->
            s3.putBucketVersioning(
                r ->
                    r.bucket(BUCKET)
                        .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED))));
  }

  private String put(String text) {
    return ask(() ->
            s3.putObject(r -> r.bucket(BUCKET).key("a b.zip"), RequestBody.fromString(text)))
        .versionId();
  }

  private <T> T ask(Supplier<T> question) {
    return stage.askAs("arn:aws:iam::123456789012:user/ada", question);
  }

  @Test
  void nobody_hears_of_a_bucket_that_does_not_send() {
    put("one");
    listen();
    put("two");
    listen(NotificationConfiguration.builder());
    put("three");
    assertThat(told).hasSize(1);
  }

  @Test
  void a_new_object_is_told_with_the_detail_that_aws_documents() {
    keepVersions();
    listen();
    var version = put("one");
    assertThat(told)
        .singleElement()
        .satisfies(
            event ->
                assertThat(event)
                    .matches(
                        "aws.s3 Object Created \\[arn:aws:s3:::sources]"
                            + " \\{\"version\":\"0\",\"bucket\":\\{\"name\":\"sources\"},\"object\":\\{\"key\":\"a"
                            + " b.zip\",\"size\":3,\"etag\":\"[0-9a-f]{32}\",\"version-id\":\""
                            + version
                            + "\",\"sequencer\":\"[0-9A-F]{16}\"},\"request-id\":\"r-1\","
                            + "\"requester\":\"123456789012\","
                            + "\"source-ip-address\":\"127.0.0.1\",\"reason\":\"PutObject\"}"));
  }

  @Test
  void what_replaces_an_object_comes_after_it_in_sequence() {
    listen();
    put("one");
    put("two");
    assertThat(told).extracting(ObjectEventsTest::sequencer).isSorted().doesNotHaveDuplicates();
    assertThat(told).noneMatch(event -> event.contains("version-id"));
  }

  private static String sequencer(String event) {
    return event.replaceAll(".*\"sequencer\":\"(\\w+)\".*", "$1");
  }

  @Test
  void copies_and_uploads_in_parts_say_how_they_came() {
    listen();
    put("one");
    ask(
        () ->
            s3.copyObject(
                r ->
                    r.sourceBucket(BUCKET)
                        .sourceKey("a b.zip")
                        .destinationBucket(BUCKET)
                        .destinationKey("copy")));
    var upload = ask(() -> s3.createMultipartUpload(r -> r.bucket(BUCKET).key("parts"))).uploadId();
    var part =
        ask(
            () ->
                s3.uploadPart(
                    r -> r.bucket(BUCKET).key("parts").uploadId(upload).partNumber(1),
                    RequestBody.fromString("x")));
    ask(
        () ->
            s3.completeMultipartUpload(
                r ->
                    r.bucket(BUCKET)
                        .key("parts")
                        .uploadId(upload)
                        .multipartUpload(m -> m.parts(p -> p.partNumber(1).eTag(part.eTag())))));
    assertThat(told)
        .extracting(event -> event.replaceAll(".*\"reason\":\"(\\w+)\".*", "$1"))
        .containsExactly("PutObject", "CopyObject", "CompleteMultipartUpload");
  }

  @Test
  void a_delete_marker_and_an_end_for_good_are_told_apart() {
    keepVersions();
    listen();
    var version = put("one");
    told.clear();
    ask(() -> s3.deleteObject(r -> r.bucket(BUCKET).key("a b.zip")));
    ask(() -> s3.deleteObject(r -> r.bucket(BUCKET).key("a b.zip").versionId(version)));
    ask(() -> s3.deleteObject(r -> r.bucket(BUCKET).key("never was").versionId("null")));
    assertThat(told)
        .extracting(event -> event.replaceAll(".*\"deletion-type\":\"([\\w ]+)\".*", "$1"))
        .containsExactly("Delete Marker Created", "Permanently Deleted");
    assertThat(told)
        .allMatch(event -> event.startsWith("aws.s3 Object Deleted"))
        .allMatch(event -> event.contains("\"reason\":\"DeleteObject\""));
  }

  @Test
  void tags_that_come_and_go_are_told() {
    listen();
    put("one");
    told.clear();
    ask(
        () ->
            s3.putObjectTagging(
                r ->
                    r.bucket(BUCKET)
                        .key("a b.zip")
                        .tagging(t -> t.tagSet(tag -> tag.key("a").value("b")))));
    ask(() -> s3.deleteObjectTagging(r -> r.bucket(BUCKET).key("a b.zip")));
    assertThat(told)
        .extracting(event -> event.replaceAll("aws.s3 ([\\w ]+) \\[.*", "$1"))
        .containsExactly("Object Tags Added", "Object Tags Deleted");
  }

  @Test
  void other_destinations_are_refused_and_what_was_set_stays() {
    listen();
    assertThat(
            stage.refused(
                () ->
                    s3.putBucketNotificationConfiguration(
                        r ->
                            r.bucket(BUCKET)
                                .notificationConfiguration(
                                    n ->
                                        n.topicConfigurations(
                                            t ->
                                                t.topicArn("arn:aws:sns:ap-south-1:1:t")
                                                    .eventsWithStrings("s3:ObjectCreated:*"))))))
        .startsWith("InvalidArgument: Unable to validate the following destination configurations");
    put("one");
    assertThat(told).hasSize(1);
  }
}
