package com.shangwellness.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarFile;

/** Images in files, as {@code docker save} writes them. */
final class TestImage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REVISION = "org.opencontainers.image.revision";
  private static final String CLASS = BadApp.class.getName().replace('.', '/') + ".class";

  private TestImage() {}

  /** The image in {@code tar}, said to be built of another revision. */
  static Path of(Path tar, String revision, Path to) throws IOException {
    try (var from = new TarFile(tar);
        var out = new TarArchiveOutputStream(Files.newOutputStream(to))) {
      var manifest = JSON.readTree(from.getInputStream(entry(from, "manifest.json"))).path(0);
      var name = manifest.path("Config").asText();
      var config = (ObjectNode) JSON.readTree(from.getInputStream(entry(from, name)));
      config.withObject("/config/Labels").put(REVISION, revision);
      for (var entry : from.getEntries()) {
        var bytes =
            entry.getName().equals(name)
                ? JSON.writeValueAsBytes(config)
                : from.getInputStream(entry).readAllBytes();
        add(out, entry.getName(), bytes);
      }
    }
    return to;
  }

  private static TarArchiveEntry entry(TarFile tar, String name) {
    return tar.getEntries().stream()
        .filter(e -> e.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** An image that runs {@link BadApp} in this way. */
  static Path bad(String way, Path to) throws IOException {
    var layer = new ByteArrayOutputStream();
    try (var files = new TarArchiveOutputStream(layer)) {
      try (var program = BadApp.class.getResourceAsStream("/" + CLASS)) {
        add(files, "app/" + CLASS, program.readAllBytes());
      }
    }
    var config = JSON.createObjectNode().put("architecture", "amd64").put("os", "linux");
    config.withObject("/config/Labels").put(REVISION, way);
    config
        .withObject("/config")
        .set(
            "Entrypoint",
            JSON.valueToTree(
                List.of(
                    "java",
                    "-Xmx32m",
                    "-XX:MaxDirectMemorySize=4g",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    "/app",
                    BadApp.class.getName(),
                    way)));
    try (OutputStream file = Files.newOutputStream(to);
        var out = new TarArchiveOutputStream(file)) {
      add(out, "config.json", JSON.writeValueAsBytes(config));
      add(out, "layer.tar", layer.toByteArray());
      add(
          out,
          "manifest.json",
          "[{\"Config\":\"config.json\",\"Layers\":[\"layer.tar\"]}]"
              .getBytes(StandardCharsets.UTF_8));
    }
    return to;
  }

  private static void add(TarArchiveOutputStream out, String name, byte[] bytes)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    entry.setMode(0755);
    out.putArchiveEntry(entry);
    out.write(bytes);
    out.closeArchiveEntry();
  }
}
