package com.shangwellness.region.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageDigestDoesNotMatchException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageTagAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.LayersNotFoundException;
import software.amazon.awssdk.services.ecr.model.ReferencedImagesNotFoundException;
import software.amazon.awssdk.services.ecr.model.Repository;

/** The images of all repositories, and the layers that each repository may be asked for. */
final class Images {

  /** One layer (or configuration) of a repository. */
  record Layer(String digest, long bytes) {}

  private static final String TAG = "[a-zA-Z0-9_][a-zA-Z0-9._-]{0,299}";

  private final Place place;
  private final Timeline timeline;
  private final Store store;
  private final BlobStore blobs;
  private final Table<KeptImage> images;
  private final Table<Layer> layers;

  private Consumer<KeptImage> pushed = image -> {};
  private Consumer<KeptImage> removed = image -> {};

  Images(Place place, Timeline timeline, Store store, BlobStore blobs) {
    this.place = place;
    this.timeline = timeline;
    this.store = store;
    this.blobs = blobs;
    this.images = store.table(place.region() + "/ecr.images", KeptImage.class);
    this.layers = store.table(place.region() + "/ecr.layers", Layer.class);
  }

  /**
   * Tells of each image from now on.
   *
   * @param pushed to a repository that scans on push
   * @param removed for good
   */
  void onChange(Consumer<KeptImage> pushed, Consumer<KeptImage> removed) {
    this.pushed = pushed;
    this.removed = removed;
  }

  // "@" cannot be in a repository's name, so a repository's images are those with this prefix.
  private static String key(String repository, String digest) {
    return repository + "@" + digest;
  }

  List<KeptImage> of(String repository) {
    return images.withPrefix(key(repository, ""));
  }

  /** The image that {@code id} names by its digest, its tag, or both. */
  Optional<KeptImage> find(String repository, ImageIdentifier id) {
    if (id.imageDigest() == null) {
      return byTag(repository, id.imageTag());
    }
    return images
        .get(key(repository, id.imageDigest()))
        .filter(image -> id.imageTag() == null || image.tags().contains(id.imageTag()));
  }

  private Optional<KeptImage> byTag(String repository, String tag) {
    return of(repository).stream().filter(image -> image.tags().contains(tag)).findFirst();
  }

  KeptImage require(String repository, ImageIdentifier id) {
    return find(repository, id)
        .orElseThrow(
            () ->
                AwsErrors.of(
                    ImageNotFoundException.builder(),
                    "The image with imageId {imageDigest:'%s', imageTag:'%s'} does not exist within the repository with name '%s' in the registry with id '%s'"
                        .formatted(id.imageDigest(), id.imageTag(), repository, place.account())));
  }

  /**
   * Adds an image, or a tag to an image.
   *
   * @param tag empty when the image is pushed by its digest
   * @param declared the manifest's media type as sent; empty when none was
   * @param expected the digest that the caller says it has; empty when it says none
   */
  KeptImage put(
      Repository repository, String manifestText, String declared, String tag, String expected) {
    var name = repository.repositoryName();
    var manifest = parsed(manifestText, declared);
    var digest = manifest.digest().toString();
    if (!expected.isEmpty() && !expected.equals(digest)) {
      throw AwsErrors.of(
          ImageDigestDoesNotMatchException.builder(),
          "The image digest '" + expected + "' does not match the manifest, which has " + digest);
    }
    checkTag(tag);
    checkParts(name, manifest);
    var existing = images.get(key(name, digest));
    if (existing.isPresent() && (tag.isEmpty() || existing.get().tags().contains(tag))) {
      throw alreadyThere(name, digest, tag);
    }
    var holder = byTag(name, tag);
    if (holder.isPresent() && TagMutability.isFixed(repository, tag)) {
      throw AwsErrors.of(
          ImageTagAlreadyExistsException.builder(),
          "The image tag '%s' already exists in the '%s' repository and cannot be overwritten because the tag is immutable."
              .formatted(tag, name));
    }
    holder.ifPresent(image -> images.put(key(name, image.digest()), image.untagged(tag)));
    blobs.keep(manifestText.getBytes(UTF_8), manifest.digest());
    var image = existing.orElseGet(() -> image(name, manifest));
    var kept = images.put(key(name, digest), tag.isEmpty() ? image : image.tagged(tag));
    if (repository.imageScanningConfiguration().scanOnPush()) {
      pushed.accept(kept);
    }
    return kept;
  }

  private KeptImage image(String repository, Manifest manifest) {
    return new KeptImage(
        repository,
        manifest.digest().toString(),
        manifest.text(),
        manifest.mediaType(),
        manifest.artifactType(),
        List.copyOf(manifest.blobs().keySet()),
        manifest.bytes(),
        List.of(),
        timeline.now());
  }

  private static Manifest parsed(String text, String declared) {
    if (text.length() > Manifest.MAX_BYTES) {
      throw invalid(
          "imageManifest", "the manifest is larger than " + Manifest.MAX_BYTES + " bytes");
    }
    try {
      return Manifest.parse(text, declared);
    } catch (IllegalArgumentException e) {
      throw invalid("imageManifest", "Invalid JSON syntax or manifest: " + e.getMessage());
    }
  }

  private static void checkTag(String tag) {
    if (!tag.isEmpty() && !tag.matches(TAG)) {
      throw invalid("imageTag", "must satisfy regular expression '" + TAG + "'");
    }
  }

  private static RuntimeException invalid(String parameter, String constraint) {
    return AwsErrors.of(
        InvalidParameterException.builder(),
        "Invalid parameter at '%s' failed to satisfy constraint: '%s'"
            .formatted(parameter, constraint));
  }

  private void checkParts(String repository, Manifest manifest) {
    var missing =
        manifest.blobs().keySet().stream().filter(blob -> !hasLayer(repository, blob)).toList();
    if (!missing.isEmpty()) {
      throw AwsErrors.of(
          LayersNotFoundException.builder(),
          "Layers with digests '%s' required for pushing image into repository with name '%s' in the registry with id '%s' do not exist"
              .formatted(missing, repository, place.account()));
    }
    var unknown =
        manifest.images().stream()
            .filter(image -> !images.contains(key(repository, image)))
            .collect(Collectors.joining(","));
    if (!unknown.isEmpty()) {
      throw AwsErrors.of(
          ReferencedImagesNotFoundException.builder(),
          "Images with digests '%s' required for pushing image into repository with name '%s' in the registry with id '%s' do not exist"
              .formatted(unknown, repository, place.account()));
    }
  }

  private RuntimeException alreadyThere(String repository, String digest, String tag) {
    var named = tag.isEmpty() ? "" : "and tag '" + tag + "' ";
    return AwsErrors.of(
        ImageAlreadyExistsException.builder(),
        "Image with digest '%s' %salready exists in the repository with name '%s' in registry with id '%s'"
            .formatted(digest, named, repository, place.account()));
  }

  boolean isListed(String repository, String digest) {
    return of(repository).stream()
        .filter(image -> Manifest.INDEXES.contains(image.mediaType()))
        .anyMatch(index -> index.manifest().contains(digest));
  }

  /** Takes one tag away from its image; the image stays, perhaps without a tag. */
  void untag(KeptImage image, String tag) {
    images.put(key(image.repository(), image.digest()), image.untagged(tag));
  }

  /** Removes the image, and those of its blobs that no other image needs. */
  void remove(KeptImage image) {
    images.remove(key(image.repository(), image.digest()));
    removed.accept(image);
    var needed =
        of(image.repository()).stream()
            .flatMap(other -> other.blobs().stream())
            .collect(Collectors.toSet());
    image.blobs().stream()
        .filter(blob -> !needed.contains(blob))
        .forEach(blob -> layers.remove(key(image.repository(), blob)));
    var blobsOfImage = Stream.concat(Stream.of(image.digest()), image.blobs().stream());
    removeUnused(blobsOfImage.toList());
  }

  /** Removes all that a repository holds. */
  void removeAll(String repository) {
    var all = of(repository);
    var loose = layers.withPrefix(key(repository, "")).stream().map(Layer::digest).toList();
    all.forEach(image -> images.remove(key(repository, image.digest())));
    loose.forEach(blob -> layers.remove(key(repository, blob)));
    removeUnused(Stream.concat(all.stream().map(KeptImage::digest), loose.stream()).toList());
  }

  private void removeUnused(List<String> candidates) {
    var used =
        Stream.concat(images.stream().map(KeptImage::digest), layers.stream().map(Layer::digest))
            .collect(Collectors.toSet());
    candidates.stream()
        .filter(blob -> !used.contains(blob))
        .map(Digest::parse)
        .forEach(blob -> store.afterCommit(() -> blobs.delete(blob)));
  }

  /** Whether {@code repository} has that layer, its bytes included. */
  boolean hasLayer(String repository, String digest) {
    return layer(repository, digest).isPresent();
  }

  Optional<Layer> layer(String repository, String digest) {
    return layers
        .get(key(repository, digest))
        .filter(layer -> blobs.has(Digest.parse(layer.digest())));
  }

  Layer addLayer(String repository, Digest digest, long bytes) {
    return layers.put(key(repository, digest.toString()), new Layer(digest.toString(), bytes));
  }
}
