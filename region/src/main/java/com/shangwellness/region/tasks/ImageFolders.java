package com.shangwellness.region.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.processes.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Images unpacked, each once, into a folder that all its tasks share. Safe for several threads. */
final class ImageFolders {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_MANIFEST_BYTES = 4 << 20;

  /**
   * An image that can be run.
   *
   * @param root the folder that holds what the image calls {@code /}
   */
  record Unpacked(Path root, ImageConfig config) {}

  private final Path folder;
  private final ImageSource source;
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  ImageFolders(Path folder, ImageSource source) {
    this.folder = folder;
    this.source = source;
  }

  /**
   * The image whose manifest has {@code digest}, unpacked now if it was not.
   *
   * @throws StartFailure when it is not there or cannot be unpacked
   */
  Unpacked unpacked(String digest) throws StartFailure {
    synchronized (locks.computeIfAbsent(digest, d -> new Object())) {
      try {
        var image = folder.resolve(digest.replace(':', '-'));
        if (!Files.isDirectory(image)) {
          unpack(digest, image);
        }
        return new Unpacked(image.resolve("root"), ImageConfig.read(image.resolve("config.json")));
      } catch (IOException e) {
        throw StartFailure.pull("image " + digest + ": " + e.getMessage(), e);
      }
    }
  }

  private void unpack(String digest, Path image) throws IOException {
    var manifest = manifest(digest);
    var partial = image.resolveSibling(image.getFileName() + ".partial");
    Folders.delete(partial);
    var root = Files.createDirectories(partial.resolve("root"));
    for (var layer : manifest.path("layers")) {
      Layer.apply(blob(layer.path("digest").asText()), root);
    }
    Files.copy(blob(manifest.at("/config/digest").asText()), partial.resolve("config.json"));
    Files.move(partial, image, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path blob(String digest) throws IOException {
    var file = source.file(digest);
    if (!Files.isRegularFile(file)) {
      throw new IOException(digest + ": not found");
    }
    return file;
  }

  private JsonNode manifest(String digest) throws IOException {
    var file = blob(digest);
    if (Files.size(file) > MAX_MANIFEST_BYTES) {
      throw new IOException(digest + " is no manifest: it is too large");
    }
    var json = JSON.readTree(file.toFile());
    return json.has("manifests") ? manifest(platform(json.path("manifests"))) : json;
  }

  /** The image for Linux on x86, which is what Fargate runs unless a task says otherwise. */
  private static String platform(JsonNode manifests) throws IOException {
    for (var manifest : manifests) {
      var platform = manifest.path("platform");
      if (platform.path("os").asText().equals("linux")
          && platform.path("architecture").asText().equals("amd64")) {
        return manifest.path("digest").asText();
      }
    }
    throw new IOException(
        "image Manifest does not contain descriptor matching platform 'linux/amd64'");
  }
}
