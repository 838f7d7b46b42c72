package com.shangwellness.region.ecr;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingInt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.vulnerabilities.ScanFailure;
import com.shangwellness.region.vulnerabilities.VulnerabilityScanner;
import com.shangwellness.region.vulnerabilities.VulnerabilityScanner.Finding;
import com.shangwellness.region.vulnerabilities.VulnerabilityScanner.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ecr.model.Attribute;
import software.amazon.awssdk.services.ecr.model.FindingSeverity;
import software.amazon.awssdk.services.ecr.model.ImageScanFinding;
import software.amazon.awssdk.services.ecr.model.ImageScanStatus;
import software.amazon.awssdk.services.ecr.model.LimitExceededException;
import software.amazon.awssdk.services.ecr.model.ScanStatus;
import software.amazon.awssdk.services.ecr.model.UnsupportedImageTypeException;

/** Scans images for known vulnerabilities, off the timeline, and keeps what was found. */
final class Scans {

  // ECR user guide, "Scan images for OS vulnerabilities": once in 24 hours.
  private static final Duration ONCE_IN = Duration.ofHours(24);
  private static final int MOST_NAMED = 5;

  private final Place place;
  private final Timeline timeline;
  private final Store store;
  private final Images images;
  private final BlobStore blobs;
  private final VulnerabilityScanner scanner;
  private final Executor background;
  private final Table<KeptScan> scans;
  private EventSink events = EventSink.NONE;

  Scans(
      Place place,
      Timeline timeline,
      Store store,
      Images images,
      BlobStore blobs,
      Scanning scanning) {
    this.place = place;
    this.timeline = timeline;
    this.store = store;
    this.images = images;
    this.blobs = blobs;
    this.scanner = new VulnerabilityScanner(scanning.records());
    this.background = scanning.background();
    this.scans = store.table(place.region() + "/ecr.scans", KeptScan.class);
    timeline.post("ecr: carry on with scans", this::resume);
  }

  void tell(EventSink sink) {
    this.events = sink;
  }

  private static String key(String repository, String digest) {
    return repository + "@" + digest;
  }

  // A scan that was under way has changed nothing: it is begun again.
  private void resume() {
    scans.stream()
        .filter(scan -> scan.status() == ScanStatus.IN_PROGRESS)
        .forEach(
            scan ->
                image(scan)
                    .ifPresentOrElse(this::run, () -> forget(scan.repository(), scan.digest())));
  }

  private Optional<KeptImage> image(KeptScan scan) {
    return images.of(scan.repository()).stream()
        .filter(image -> image.digest().equals(scan.digest()))
        .findFirst();
  }

  Optional<KeptScan> find(KeptImage image) {
    return scans.get(key(image.repository(), image.digest()));
  }

  void forget(String repository, String digest) {
    scans.remove(key(repository, digest));
  }

  void forgetAll(String repository) {
    scans.withPrefix(key(repository, "")).forEach(s -> forget(repository, s.digest()));
  }

  /** An image was pushed to a repository that scans on push; an index of images is not scanned. */
  void pushed(KeptImage image) {
    if (Manifest.IMAGES.contains(image.mediaType()) && find(image).isEmpty()) {
      begin(image);
    }
  }

  /** Begins a scan because somebody asks for it. */
  KeptScan start(KeptImage image) {
    if (!Manifest.IMAGES.contains(image.mediaType())) {
      throw AwsErrors.of(
          UnsupportedImageTypeException.builder(),
          "The image with digest '%s' has the media type %s, which is not scanned"
              .formatted(image.digest(), image.mediaType()));
    }
    var last = find(image);
    if (last.filter(scan -> scan.begun().plus(ONCE_IN).isAfter(timeline.now())).isPresent()
        && last.get().status() != ScanStatus.FAILED) {
      throw AwsErrors.of(
          LimitExceededException.builder(),
          "The scan quota per image has been exceeded. Wait and try again.");
    }
    return begin(image);
  }

  private KeptScan begin(KeptImage image) {
    var scan = KeptScan.begun(image.repository(), image.digest(), timeline.now());
    scans.put(key(image.repository(), image.digest()), scan);
    run(image);
    return scan;
  }

  private void run(KeptImage image) {
    // The configuration comes first and is no layer.
    List<Path> layers =
        image.blobs().stream().skip(1).map(blob -> blobs.file(Digest.parse(blob))).toList();
    store.afterCommit(() -> background.execute(() -> scan(image, layers)));
  }

  private void scan(KeptImage image, List<Path> layers) {
    UnaryOperator<KeptScan> outcome;
    try {
      var result = scanner.scan(layers);
      outcome = scan -> complete(scan, result);
    } catch (ScanFailure e) {
      outcome = scan -> scan.failed(e.getMessage(), timeline.now());
    }
    var change = outcome;
    timeline.post(
        "ecr: " + image.repository() + "@" + image.digest() + " is scanned",
        () -> over(image, change));
  }

  private KeptScan complete(KeptScan scan, Result result) {
    var findings = result.findings().stream().map(Scans::shown).toList();
    return scan.complete(description(result), timeline.now(), result.updated(), findings);
  }

  private static String description(Result result) {
    var text =
        "The scan was completed successfully: %d Java packages were compared with OSV's records"
            .formatted(result.packages());
    if (result.unknown().isEmpty()) {
      return text + ".";
    }
    return text
        + "; %d files do not say what they are and were not: %s%s."
            .formatted(
                result.unknown().size(),
                String.join(", ", result.unknown().stream().limit(MOST_NAMED).toList()),
                result.unknown().size() > MOST_NAMED ? ", …" : "");
  }

  // ECR's findings name package and version by attributes (API reference, "ImageScanFinding").
  private static ImageScanFinding shown(Finding finding) {
    var attributes = new ArrayList<Attribute>();
    attributes.add(attribute("package_name", finding.found().name()));
    attributes.add(attribute("package_version", finding.found().version()));
    if (!finding.score().isEmpty()) {
      attributes.add(attribute("CVSS3_VECTOR", finding.score()));
    }
    if (!finding.fixed().isEmpty()) {
      attributes.add(attribute("fixed_in", String.join(", ", finding.fixed())));
    }
    return ImageScanFinding.builder()
        .name(finding.id())
        .description(finding.summary())
        .uri(finding.uri())
        .severity(finding.severity().name())
        .attributes(attributes)
        .build();
  }

  private static Attribute attribute(String key, String value) {
    return Attribute.builder().key(key).value(value).build();
  }

  private void over(KeptImage image, UnaryOperator<KeptScan> outcome) {
    var running = find(image).filter(scan -> scan.status() == ScanStatus.IN_PROGRESS);
    if (running.isPresent()) {
      var over = outcome.apply(running.get());
      scans.put(key(image.repository(), image.digest()), over);
      emit(image(over).orElse(image), over);
    }
  }

  /** How many findings there are of each severity. */
  static Map<FindingSeverity, Integer> counts(KeptScan scan) {
    return scan.findings().stream()
        .collect(groupingBy(ImageScanFinding::severity, TreeMap::new, summingInt(finding -> 1)));
  }

  static ImageScanStatus status(KeptScan scan) {
    return ImageScanStatus.builder().status(scan.status()).description(scan.description()).build();
  }

  // ECR user guide, "Amazon ECR events and EventBridge": "Event for a completed image scan".
  private void emit(KeptImage image, KeptScan scan) {
    var detail = JsonNodeFactory.instance.objectNode();
    detail.put("scan-status", scan.status().toString());
    detail.put("repository-name", scan.repository());
    var counts = detail.putObject("finding-severity-counts");
    counts(scan).forEach((severity, count) -> counts.put(severity.toString(), count));
    detail.put("image-digest", scan.digest());
    var tags = detail.putArray("image-tags");
    image.tags().forEach(tags::add);
    events.emit(
        "aws.ecr",
        "ECR Image Scan",
        List.of(place.arn("ecr", "repository/" + scan.repository())),
        detail.toString());
  }
}
