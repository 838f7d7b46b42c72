package com.shangwellness.region.ecr;

import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.ecr.model.ImageScanFinding;
import software.amazon.awssdk.services.ecr.model.ScanStatus;

/**
 * The last scan of an image.
 *
 * @param status one of {@code IN_PROGRESS}, {@code COMPLETE}, {@code FAILED}
 * @param description what there is to say of it, why it failed above all
 * @param completed when it ended; the beginning of time while it runs
 * @param updated how old what it was compared with is
 */
record KeptScan(
    String repository,
    String digest,
    ScanStatus status,
    String description,
    Instant begun,
    Instant completed,
    Instant updated,
    List<ImageScanFinding> findings) {

  static KeptScan begun(String repository, String digest, Instant now) {
    return new KeptScan(
        repository,
        digest,
        ScanStatus.IN_PROGRESS,
        "",
        now,
        Instant.EPOCH,
        Instant.EPOCH,
        List.of());
  }

  KeptScan failed(String why, Instant now) {
    return new KeptScan(
        repository, digest, ScanStatus.FAILED, why, begun, now, Instant.EPOCH, List.of());
  }

  KeptScan complete(
      String description, Instant now, Instant updated, List<ImageScanFinding> found) {
    return new KeptScan(
        repository, digest, ScanStatus.COMPLETE, description, begun, now, updated, found);
  }
}
