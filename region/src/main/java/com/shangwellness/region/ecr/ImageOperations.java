package com.shangwellness.region.ecr;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.place.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.model.BatchCheckLayerAvailabilityRequest;
import software.amazon.awssdk.services.ecr.model.BatchCheckLayerAvailabilityResponse;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageResponse;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageStatus;
import software.amazon.awssdk.services.ecr.model.Layer;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.LayerFailure;
import software.amazon.awssdk.services.ecr.model.LayerFailureCode;
import software.amazon.awssdk.services.ecr.model.ListImagesRequest;
import software.amazon.awssdk.services.ecr.model.ListImagesResponse;
import software.amazon.awssdk.services.ecr.model.ScanStatus;
import software.amazon.awssdk.services.ecr.model.TagStatus;

/** Lists, shows and deletes images. */
final class ImageOperations {

  private final Place place;
  private final Repositories repositories;
  private final Images images;
  private final Scans scans;

  ImageOperations(Place place, Repositories repositories, Images images, Scans scans) {
    this.place = place;
    this.repositories = repositories;
    this.images = images;
    this.scans = scans;
  }

  /** The image as the API shows it under {@code tag}; null for none. */
  Image image(KeptImage image, String tag) {
    return Image.builder()
        .registryId(place.account())
        .repositoryName(image.repository())
        .imageId(id(image, tag))
        .imageManifest(image.manifest())
        .imageManifestMediaType(image.mediaType())
        .build();
  }

  private static ImageIdentifier id(KeptImage image, String tag) {
    return ImageIdentifier.builder().imageDigest(image.digest()).imageTag(tag).build();
  }

  ListImagesResponse list(ListImagesRequest request) {
    repositories.require(request.registryId(), request.repositoryName());
    var wanted = request.filter() == null ? TagStatus.ANY : request.filter().tagStatus();
    var all =
        images.of(request.repositoryName()).stream()
            .filter(image -> has(image, wanted))
            .flatMap(
                image ->
                    image.tags().isEmpty()
                        ? Stream.of(id(image, null))
                        : image.tags().stream().sorted().map(tag -> id(image, tag)))
            .toList();
    var page =
        Ecr.page(
            all,
            id -> id.imageDigest() + requireNonNullElse(id.imageTag(), ""),
            request.nextToken(),
            request.maxResults());
    return ListImagesResponse.builder().imageIds(page.items()).nextToken(page.nextOrNull()).build();
  }

  private static boolean has(KeptImage image, TagStatus status) {
    return switch (requireNonNullElse(status, TagStatus.ANY)) {
      case TAGGED -> !image.tags().isEmpty();
      case UNTAGGED -> image.tags().isEmpty();
      case ANY, UNKNOWN_TO_SDK_VERSION -> true;
    };
  }

  DescribeImagesResponse describe(DescribeImagesRequest request) {
    repositories.require(request.registryId(), request.repositoryName());
    var name = request.repositoryName();
    var wanted = request.filter() == null ? TagStatus.ANY : request.filter().tagStatus();
    var asked =
        request.hasImageIds()
            ? request.imageIds().stream().map(id -> images.require(name, id)).distinct()
            : images.of(name).stream();
    var page =
        Ecr.page(
            asked.filter(image -> has(image, wanted)).map(this::detail).toList(),
            ImageDetail::imageDigest,
            request.nextToken(),
            request.maxResults());
    return DescribeImagesResponse.builder()
        .imageDetails(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  private ImageDetail detail(KeptImage image) {
    var detail =
        ImageDetail.builder()
            .registryId(place.account())
            .repositoryName(image.repository())
            .imageDigest(image.digest())
            .imageSizeInBytes(image.bytes())
            .imagePushedAt(image.pushedAt())
            .imageManifestMediaType(image.mediaType())
            .imageStatus(ImageStatus.ACTIVE);
    if (!image.artifactType().isEmpty()) {
      detail.artifactMediaType(image.artifactType());
    }
    if (!image.tags().isEmpty()) {
      detail.imageTags(image.tags());
    }
    scans.find(image).ifPresent(scan -> scanned(detail, scan));
    return detail.build();
  }

  private static void scanned(ImageDetail.Builder detail, KeptScan scan) {
    detail.imageScanStatus(Scans.status(scan));
    if (scan.status() == ScanStatus.COMPLETE) {
      detail.imageScanFindingsSummary(
          summary ->
              summary
                  .imageScanCompletedAt(scan.completed())
                  .vulnerabilitySourceUpdatedAt(scan.updated())
                  .findingSeverityCounts(Scans.counts(scan)));
    }
  }

  BatchGetImageResponse get(BatchGetImageRequest request) {
    repositories.require(request.registryId(), request.repositoryName());
    var found = new ArrayList<Image>();
    var failures = new ArrayList<ImageFailure>();
    for (var id : request.imageIds()) {
      Failures.ofId(id)
          .ifPresentOrElse(
              failures::add,
              () ->
                  images
                      .find(request.repositoryName(), id)
                      .ifPresentOrElse(
                          image -> found.add(image(image, id.imageTag())),
                          () -> failures.add(Failures.notFound(id))));
    }
    return BatchGetImageResponse.builder().images(found).failures(failures).build();
  }

  BatchDeleteImageResponse delete(BatchDeleteImageRequest request) {
    repositories.require(request.registryId(), request.repositoryName());
    var deleted = new ArrayList<ImageIdentifier>();
    var failures = new ArrayList<ImageFailure>();
    for (var id : request.imageIds()) {
      Failures.ofId(id)
          .ifPresentOrElse(failures::add, () -> delete(request, id, deleted, failures));
    }
    return BatchDeleteImageResponse.builder().imageIds(deleted).failures(failures).build();
  }

  /** By tag, only the tag goes unless it was the image's last; by digest, the image goes. */
  private void delete(
      BatchDeleteImageRequest request,
      ImageIdentifier id,
      List<ImageIdentifier> deleted,
      List<ImageFailure> failures) {
    var image = images.find(request.repositoryName(), id);
    if (image.isEmpty()) {
      failures.add(Failures.notFound(id));
      return;
    }
    var kept = image.get();
    boolean whole = id.imageTag() == null || kept.tags().size() == 1;
    if (whole && images.isListed(kept.repository(), kept.digest())) {
      failures.add(Failures.listed(id));
    } else if (whole) {
      images.remove(kept);
      deleted.addAll(
          kept.tags().isEmpty()
              ? List.of(id(kept, null))
              : kept.tags().stream().map(tag -> id(kept, tag)).toList());
    } else {
      images.untag(kept, id.imageTag());
      deleted.add(id(kept, id.imageTag()));
    }
  }

  BatchCheckLayerAvailabilityResponse checkLayers(BatchCheckLayerAvailabilityRequest request) {
    repositories.require(request.registryId(), request.repositoryName());
    var layers = new ArrayList<Layer>();
    var failures = new ArrayList<LayerFailure>();
    for (var digest : request.layerDigests()) {
      if (Digest.isDigest(digest)) {
        layers.add(layer(request.repositoryName(), digest));
      } else {
        failures.add(
            LayerFailure.builder()
                .layerDigest(digest)
                .failureCode(LayerFailureCode.INVALID_LAYER_DIGEST)
                .failureReason("Invalid layer digest")
                .build());
      }
    }
    return BatchCheckLayerAvailabilityResponse.builder().layers(layers).failures(failures).build();
  }

  private Layer layer(String repository, String digest) {
    var layer = Layer.builder().layerDigest(digest);
    images
        .layer(repository, digest)
        .ifPresentOrElse(
            there -> layer.layerAvailability(LayerAvailability.AVAILABLE).layerSize(there.bytes()),
            () -> layer.layerAvailability(LayerAvailability.UNAVAILABLE));
    return layer.build();
  }
}
