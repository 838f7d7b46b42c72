package com.shangwellness.ops.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarFile;

/** An image in one file: a configuration and layers, listed in {@code manifest.json}. */
final class ImageTar implements AutoCloseable {
  private static final String CONFIGURATION = "application/vnd.docker.container.image.v1+json";
  private static final String LAYER = "application/vnd.docker.image.rootfs.diff.tar";

  private final TarFile tar;
  private final List<String> layers = new ArrayList<>();
  private final String configuration;

  private ImageTar(TarFile tar) throws IOException {
    this.tar = tar;
    try (var stream = tar.getInputStream(entry("manifest.json"))) {
      var manifest = new ObjectMapper().readTree(stream).path(0);
      configuration = manifest.path("Config").asText();
      manifest.path("Layers").forEach(layer -> layers.add(layer.asText()));
    }
  }

  static ImageTar open(Path file) throws IOException {
    var tar = new TarFile(file);
    try {
      return new ImageTar(tar);
    } catch (IOException e) {
      tar.close();
      throw e;
    }
  }

  /** A part of the image that a registry keeps by its digest. */
  final class Blob {
    private final TarArchiveEntry entry;
    private final String mediaType;
    private final String digest;

    private Blob(String name, String mediaType) throws IOException {
      this.entry = entry(name);
      this.mediaType = mediaType;
      try (var stream = tar.getInputStream(entry)) {
        this.digest = "sha256:" + Digests.sha256(stream);
      }
    }

    String digest() {
      return digest;
    }

    long size() {
      return entry.getSize();
    }

    String mediaType() {
      return mediaType;
    }

    InputStream open() {
      try {
        return tar.getInputStream(entry);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The image's configuration. */
  Blob configuration() throws IOException {
    return new Blob(configuration, CONFIGURATION);
  }

  /** The label {@code name} that the image's builder gave it, or the empty text. */
  String label(String name) throws IOException {
    try (var stream = tar.getInputStream(entry(configuration))) {
      return new ObjectMapper().readTree(stream).path("config").path("Labels").path(name).asText();
    }
  }

  /** The layers, lowest first. */
  List<Blob> layers() throws IOException {
    var blobs = new ArrayList<Blob>();
    for (var layer : layers) {
      blobs.add(new Blob(layer, isZipped(layer) ? LAYER + ".gzip" : LAYER));
    }
    return blobs;
  }

  /** Whether a layer brings a Java launcher, without which nothing starts our entry point. */
  boolean holdsJava() throws IOException {
    for (var layer : layers) {
      if (holdsJava(layer)) {
        return true;
      }
    }
    return false;
  }

  private boolean holdsJava(String layer) throws IOException {
    try (var raw = tar.getInputStream(entry(layer));
        var files = new TarArchiveInputStream(isZipped(layer) ? new GZIPInputStream(raw) : raw)) {
      for (var file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
        if (file.getName().endsWith("bin/java")) {
          return true;
        }
      }
      return false;
    }
  }

  private boolean isZipped(String layer) throws IOException {
    try (var stream = tar.getInputStream(entry(layer))) {
      return stream.read() == 0x1f && stream.read() == 0x8b; // gzip's first two bytes: RFC 1952
    }
  }

  private TarArchiveEntry entry(String name) throws IOException {
    return tar.getEntries().stream()
        .filter(entry -> entry.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new FileNotFoundException("the image's file has no " + name));
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
