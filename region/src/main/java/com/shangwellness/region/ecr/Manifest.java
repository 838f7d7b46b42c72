package com.shangwellness.region.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an image is made of: an image manifest, or an index of such for several platforms.
 *
 * @param text the manifest, byte for byte as it was pushed
 * @param mediaType one of {@link #IMAGES} or {@link #INDEXES}
 * @param artifactType the media type of the image's configuration; empty for an index
 * @param blobs the configuration's and the layers' digests, with their sizes in bytes
 * @param images the digests of the manifests that an index lists
 */
record Manifest(
    String text,
    String mediaType,
    String artifactType,
    Map<String, Long> blobs,
    List<String> images) {

  private static final JsonMapper JSON = new JsonMapper();

  static final List<String> IMAGES =
      List.of(
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.oci.image.manifest.v1+json");
  static final List<String> INDEXES =
      List.of(
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.index.v1+json");

  /** ECR takes manifests of at most 4 MiB. */
  static final int MAX_BYTES = 4 << 20;

  /**
   * Reads a manifest.
   *
   * @param declared the media type that came beside it; empty when none did
   * @throws IllegalArgumentException when it is no manifest, saying what is wrong
   */
  static Manifest parse(String text, String declared) {
    var json = read(text);
    if (json.path("schemaVersion").asInt() != 2) {
      throw new IllegalArgumentException("schemaVersion must be 2");
    }
    var type = mediaType(json, declared);
    var blobs = new LinkedHashMap<String, Long>();
    var images = new ArrayList<String>();
    if (INDEXES.contains(type)) {
      for (var image : list(json, "manifests")) {
        images.add(digest(image, "manifests"));
      }
      return new Manifest(text, type, "", blobs, images);
    }
    blobs.put(digest(json.path("config"), "config"), size(json.path("config")));
    for (var layer : list(json, "layers")) {
      blobs.put(digest(layer, "layers"), size(layer));
    }
    return new Manifest(text, type, json.at("/config/mediaType").asText(), blobs, images);
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String mediaType(JsonNode json, String declared) {
    var inside = json.path("mediaType").asText();
    if (!inside.isEmpty() && !declared.isEmpty() && !inside.equals(declared)) {
      throw new IllegalArgumentException(
          "its mediaType is " + inside + " but it was sent as " + declared);
    }
    var type = inside.isEmpty() ? declared : inside;
    if (!IMAGES.contains(type) && !INDEXES.contains(type)) {
      throw new IllegalArgumentException(
          "the media type '" + type + "' is none of " + IMAGES + " and " + INDEXES);
    }
    return type;
  }

  private static JsonNode list(JsonNode json, String name) {
    var list = json.path(name);
    if (!list.isArray()) {
      throw new IllegalArgumentException(name + " must be a list");
    }
    return list;
  }

  private static String digest(JsonNode descriptor, String where) {
    try {
      return Digest.parse(descriptor.path("digest").asText()).toString();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }

  private static long size(JsonNode descriptor) {
    return descriptor.path("size").asLong();
  }

  Digest digest() {
    return Digest.of(text.getBytes(UTF_8));
  }

  /** The size of the image: its configuration and layers, compressed as they were pushed. */
  long bytes() {
    return blobs.values().stream().mapToLong(Long::longValue).sum();
  }
}
