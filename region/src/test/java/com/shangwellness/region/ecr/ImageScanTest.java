package com.shangwellness.region.ecr;

import static com.shangwellness.region.vulnerabilities.TestLayers.advisory;
import static com.shangwellness.region.vulnerabilities.TestLayers.jar;
import static com.shangwellness.region.vulnerabilities.TestLayers.layer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.testing.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.model.DescribeImageScanFindingsResponse;
import software.amazon.awssdk.services.ecr.model.FindingSeverity;
import software.amazon.awssdk.services.ecr.model.ImageScanFinding;
import software.amazon.awssdk.services.ecr.model.ScanStatus;

class ImageScanTest {

  @TempDir Path folder;
  private Stage stage = new Stage();
  private final List<String> events = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private BlobStore blobs;
  private Ecr ecr;

  @BeforeEach
  void create() throws IOException {
    blobs = new BlobStore(folder.resolve("images"));
    Files.createDirectories(folder.resolve("vulnerabilities"));
    ecr = ecr(stage);
    stage.ask(
        () ->
            ecr.createRepository(
                r -> r.repositoryName("web").imageScanningConfiguration(c -> c.scanOnPush(true))));
  }

  private Ecr ecr(Stage on) {
    var made =
        new Ecr(
            on.place,
            on.timeline,
            on.store,
            on.ids,
            blobs,
            new Scanning(folder.resolve("vulnerabilities"), waiting::add));
    made.tell(
        (source, type, resources, detail) -> events.add(type + " " + resources + " " + detail));
    on.timeline.settle();
    return made;
  }

  private void knows(String... advisories) throws IOException {
    Files.writeString(
        folder.resolve("vulnerabilities/records.json"), "[" + String.join(",", advisories) + "]");
  }

  /** Pushes an image with these jars; its digest. */
  private String push(String repository, String tag, Map<String, byte[]> jars) {
    var config = keep(repository, "{}".getBytes(UTF_8));
    var layer = keep(repository, layer(jars));
    var manifest =
        """
        {"schemaVersion": 2,
         "mediaType": "application/vnd.oci.image.manifest.v1+json",
         "config": {"mediaType": "application/vnd.oci.image.config.v1+json",
                    "digest": "%s", "size": 2},
         "layers": [{"digest": "%s", "size": 3}]}
        """
            .formatted(config, layer);
    return stage
        .ask(
            () ->
                ecr.putImage(
                    r -> r.repositoryName(repository).imageManifest(manifest).imageTag(tag)))
        .image()
        .imageId()
        .imageDigest();
  }

  private String keep(String repository, byte[] content) {
    var digest = Digest.of(content);
    stage.ask(
        () -> {
          blobs.keep(content, digest);
          ecr.addLayer(repository, digest, content.length);
          return digest;
        });
    return digest.toString();
  }

  /** What is carried out elsewhere is done now. */
  private void scansEnd() {
    var work = List.copyOf(waiting);
    waiting.clear();
    work.forEach(Runnable::run);
    stage.timeline.settle();
  }

  private DescribeImageScanFindingsResponse findings(String tag) {
    return stage.ask(
        () ->
            ecr.describeImageScanFindings(
                r -> r.repositoryName("web").imageId(i -> i.imageTag(tag))));
  }

  @Test
  void an_image_is_scanned_when_it_is_pushed() throws IOException {
    knows(
        advisory("CVE-2026-1", "CRITICAL", "org.example:bad", "0", "2"),
        advisory("CVE-2026-2", "LOW", "org.example:bad", "0", "2"));
    var digest = push("web", "v1", Map.of("libs/bad.jar", jar("org.example", "bad", "1.0")));
    assertThat(findings("v1").imageScanStatus().status()).isEqualTo(ScanStatus.IN_PROGRESS);
    assertThat(findings("v1").imageScanFindings()).isNull();

    scansEnd();
    var found = findings("v1");
    assertThat(found.imageScanStatus().status()).isEqualTo(ScanStatus.COMPLETE);
    assertThat(found.imageId().imageDigest()).isEqualTo(digest);
    assertThat(found.imageScanFindings().findingSeverityCounts())
        .isEqualTo(Map.of(FindingSeverity.CRITICAL, 1, FindingSeverity.LOW, 1));
    assertThat(found.imageScanFindings().findings())
        .extracting(ImageScanFinding::name)
        .containsExactly("CVE-2026-1", "CVE-2026-2");
    assertThat(found.imageScanFindings().findings().getFirst().attributes())
        .extracting(attribute -> attribute.key() + "=" + attribute.value())
        .containsExactly("package_name=org.example:bad", "package_version=1.0", "fixed_in=2");
    var image =
        stage.ask(() -> ecr.describeImages(r -> r.repositoryName("web"))).imageDetails().getFirst();
    assertThat(image.imageScanFindingsSummary().findingSeverityCounts())
        .containsEntry(FindingSeverity.CRITICAL, 1);
    assertThat(events)
        .containsExactly(
            "ECR Image Scan [arn:aws:ecr:ap-south-1:123456789012:repository/web] "
                + "{\"scan-status\":\"COMPLETE\",\"repository-name\":\"web\","
                + "\"finding-severity-counts\":{\"LOW\":1,\"CRITICAL\":1},\"image-digest\":\""
                + digest
                + "\",\"image-tags\":[\"v1\"]}");
  }

  @Test
  void findings_come_in_pages() throws IOException {
    knows(
        advisory("CVE-2026-1", "HIGH", "org.example:bad", "0", "2"),
        advisory("CVE-2026-2", "LOW", "org.example:bad", "0", "2"));
    push("web", "v1", Map.of("libs/bad.jar", jar("org.example", "bad", "1.0")));
    scansEnd();
    var first =
        stage.ask(
            () ->
                ecr.describeImageScanFindings(
                    r -> r.repositoryName("web").imageId(i -> i.imageTag("v1")).maxResults(1)));
    var second =
        stage.ask(
            () ->
                ecr.describeImageScanFindings(
                    r ->
                        r.repositoryName("web")
                            .imageId(i -> i.imageTag("v1"))
                            .nextToken(first.nextToken())));
    assertThat(first.imageScanFindings().findings().getFirst().name()).isEqualTo("CVE-2026-1");
    assertThat(second.imageScanFindings().findings().getFirst().name()).isEqualTo("CVE-2026-2");
    assertThat(second.nextToken()).isNull();
  }

  @Test
  void without_records_a_scan_fails_with_the_reason_and_is_never_clean() {
    push("web", "v1", Map.of("libs/good.jar", jar("org.example", "good", "1.0")));
    scansEnd();
    var found = findings("v1");
    assertThat(found.imageScanStatus().status()).isEqualTo(ScanStatus.FAILED);
    assertThat(found.imageScanStatus().description())
        .startsWith("there are no records of vulnerabilities to compare with");
    assertThat(found.imageScanFindings()).isNull();
    assertThat(events).singleElement().asString().contains("\"scan-status\":\"FAILED\"");
  }

  @Test
  void a_scan_is_asked_for_once_in_a_day_unless_it_failed() throws IOException {
    push("web", "v1", Map.of("libs/good.jar", jar("org.example", "good", "1.0")));
    scansEnd();
    knows(advisory("CVE-1", "LOW", "org.example:bad", "0", "2"));
    var started =
        stage.ask(
            () -> ecr.startImageScan(r -> r.repositoryName("web").imageId(i -> i.imageTag("v1"))));
    assertThat(started.imageScanStatus().status()).isEqualTo(ScanStatus.IN_PROGRESS);
    scansEnd();
    assertThat(findings("v1").imageScanStatus().status()).isEqualTo(ScanStatus.COMPLETE);
    assertThat(
            stage.refused(
                () ->
                    ecr.startImageScan(
                        r -> r.repositoryName("web").imageId(i -> i.imageTag("v1")))))
        .isEqualTo(
            "LimitExceededException: The scan quota per image has been exceeded. Wait and try"
                + " again.");
    stage.passes(Duration.ofHours(24));
    stage.ask(
        () -> ecr.startImageScan(r -> r.repositoryName("web").imageId(i -> i.imageTag("v1"))));
  }

  @Test
  void a_repository_that_does_not_scan_on_push_has_no_scan() {
    stage.ask(() -> ecr.createRepository(r -> r.repositoryName("other")));
    var digest = push("other", "v1", Map.of("good.jar", jar("a", "b", "1")));
    assertThat(waiting).isEmpty();
    assertThat(
            stage.refused(
                () ->
                    ecr.describeImageScanFindings(
                        r -> r.repositoryName("other").imageId(i -> i.imageTag("v1")))))
        .isEqualTo(
            "ScanNotFoundException: Image scan does not exist for the image with '{imageDigest:'"
                + digest
                + "', imageTag:'v1'}' in the repository with name 'other' in the registry with id"
                + " '123456789012'");
  }

  @Test
  void a_scan_that_a_killed_region_had_begun_is_begun_again() throws IOException {
    knows(advisory("CVE-1", "LOW", "org.example:bad", "0", "2"));
    var file = folder.resolve("region.db");
    try (var store = Store.open(file)) {
      var first = new Stage(store, stage.timeline.now());
      ecr = ecr(first);
      stage = first;
      stage.ask(
          () ->
              ecr.createRepository(
                  r ->
                      r.repositoryName("web").imageScanningConfiguration(c -> c.scanOnPush(true))));
      push("web", "v1", Map.of("bad.jar", jar("org.example", "bad", "1")));
    }
    waiting.clear();
    try (var store = Store.open(file)) {
      stage = new Stage(store, stage.timeline.now());
      ecr = ecr(stage);
      assertThat(findings("v1").imageScanStatus().status()).isEqualTo(ScanStatus.IN_PROGRESS);
      scansEnd();
      assertThat(findings("v1").imageScanStatus().status()).isEqualTo(ScanStatus.COMPLETE);
    }
  }
}
