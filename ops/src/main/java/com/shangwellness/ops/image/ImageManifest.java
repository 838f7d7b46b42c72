package com.shangwellness.ops.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a registry keeps of an image besides its blobs. Its digest is the image's: what ECR calls
 * the image digest.
 *
 * @param blobs the configuration, and the layers, lowest first
 * @param json as it is sent
 */
record ImageManifest(List<ImageTar.Blob> blobs, String json) {
  /** The manifest's media type. */
  static final String TYPE = "application/vnd.docker.distribution.manifest.v2+json";

  /** Keeps its own copy. */
  ImageManifest {
    blobs = List.copyOf(blobs);
  }

  static ImageManifest of(ImageTar image) throws IOException {
    var manifest = new ObjectMapper().createObjectNode();
    manifest.put("schemaVersion", 2).put("mediaType", TYPE);
    var configuration = image.configuration();
    describe(configuration, manifest.putObject("config"));
    var blobs = new ArrayList<>(List.of(configuration));
    var layers = manifest.putArray("layers");
    for (var layer : image.layers()) {
      describe(layer, layers.addObject());
      blobs.add(layer);
    }
    return new ImageManifest(blobs, manifest.toString());
  }

  private static void describe(ImageTar.Blob blob, ObjectNode descriptor) {
    descriptor.put("mediaType", blob.mediaType());
    descriptor.put("size", blob.size()).put("digest", blob.digest());
  }

  /** The image's digest. */
  String digest() throws IOException {
    return "sha256:"
        + Digests.sha256(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
