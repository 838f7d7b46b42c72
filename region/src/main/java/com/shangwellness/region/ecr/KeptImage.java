package com.shangwellness.region.ecr;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * An image in a repository.
 *
 * @param digest the manifest's digest
 * @param manifest the manifest's text, as it was pushed
 * @param blobs the digests of its configuration and layers
 * @param bytes their sizes together
 */
record KeptImage(
    String repository,
    String digest,
    String manifest,
    String mediaType,
    String artifactType,
    List<String> blobs,
    long bytes,
    List<String> tags,
    Instant pushedAt) {

  KeptImage tagged(String tag) {
    return tags.contains(tag)
        ? this
        : withTags(Stream.concat(tags.stream(), Stream.of(tag)).toList());
  }

  KeptImage untagged(String tag) {
    return withTags(tags.stream().filter(t -> !t.equals(tag)).toList());
  }

  private KeptImage withTags(List<String> changed) {
    return new KeptImage(
        repository, digest, manifest, mediaType, artifactType, blobs, bytes, changed, pushedAt);
  }
}
