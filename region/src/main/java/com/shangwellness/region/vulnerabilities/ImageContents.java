package com.shangwellness.region.vulnerabilities;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The Java packages in an image's layers: of each jar what it says of itself ({@code
 * META-INF/maven/…/pom.properties}), jars within jars too, and what a CycloneDX list of components
 * names.
 */
final class ImageContents {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final Pattern POM = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");
  private static final Pattern PURL = Pattern.compile("pkg:maven/([^/@?#]+)/([^/@?#]+)@([^?#]+).*");
  private static final int DEEPEST = 3;
  private static final int LARGEST_PROPERTIES = 64 << 10;
  private static final int LARGEST_LIST = 64 << 20;

  /** What an image unpacks to at most; more is no image of an application. */
  private static final long MOST_BYTES = 20L << 30;

  private final Map<String, Set<MavenPackage>> packages = new TreeMap<>();
  private long bytes;

  private ImageContents() {}

  /**
   * The contents of {@code layers}, the lowest first.
   *
   * @throws ScanFailure when a layer is packed in a way that is not understood
   */
  static ImageContents of(List<Path> layers) throws ScanFailure, IOException {
    var contents = new ImageContents();
    for (var layer : layers) {
      contents.read(layer);
    }
    return contents;
  }

  /** All packages, and where each was found. */
  Map<String, Set<MavenPackage>> packages() {
    return packages;
  }

  /** The jars that do not say what they are. */
  List<String> unknown() {
    return packages.entrySet().stream()
        .filter(file -> file.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  private void read(Path layer) throws ScanFailure, IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(layer));
        var tar = new TarArchiveInputStream(uncompressed(in))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        bytes += entry.getSize();
        if (bytes > MOST_BYTES) {
          throw new ScanFailure("the image unpacks to more than " + MOST_BYTES + " bytes");
        }
        file(entry.getName().replaceFirst("^(\\./|/)+", ""), tar);
      }
    }
  }

  private static InputStream uncompressed(BufferedInputStream in) throws ScanFailure, IOException {
    in.mark(4);
    int first = in.read();
    int second = in.read();
    in.reset();
    if (first == 0x1F && second == 0x8B) {
      return new GZIPInputStream(in, 1 << 16);
    }
    if (first == 0x28 && second == 0xB5) {
      throw new ScanFailure("a layer is compressed with zstd; only gzip and none are understood");
    }
    return in;
  }

  private void file(String name, InputStream content) throws IOException {
    int slash = name.lastIndexOf('/') + 1;
    var folder = name.substring(0, slash);
    var simple = name.substring(slash);
    if (simple.equals(OPAQUE)) {
      packages.keySet().removeIf(path -> path.startsWith(folder));
    } else if (simple.startsWith(WHITEOUT)) {
      var gone = folder + simple.substring(WHITEOUT.length());
      packages.keySet().removeIf(path -> path.equals(gone) || path.startsWith(gone + "/"));
    } else if (simple.endsWith(".jar") || simple.endsWith(".war")) {
      var found = new LinkedHashSet<MavenPackage>();
      jar(content, found, 1);
      packages.put(name, found);
    } else if (simple.endsWith(".json") && simple.matches(".*(bom|cdx).*")) {
      components(name, content);
    }
  }

  private void jar(InputStream content, Set<MavenPackage> found, int depth) throws IOException {
    // Not closed: it would close the layer.
    var zip = new ZipInputStream(content);
    for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (POM.matcher(entry.getName()).matches()) {
        var properties = new Properties();
        properties.load(new ByteArrayInputStream(zip.readNBytes(LARGEST_PROPERTIES)));
        add(found, properties);
      } else if (entry.getName().endsWith(".jar") && depth < DEEPEST) {
        jar(zip, found, depth + 1);
      }
    }
  }

  private static void add(Set<MavenPackage> found, Properties properties) {
    var group = properties.getProperty("groupId", "");
    var artifact = properties.getProperty("artifactId", "");
    var version = properties.getProperty("version", "");
    if (!group.isEmpty() && !artifact.isEmpty() && !version.isEmpty()) {
      found.add(new MavenPackage(group, artifact, version));
    }
  }

  private void components(String name, InputStream content) throws IOException {
    var text = content.readNBytes(LARGEST_LIST);
    try {
      var json = JSON.readTree(text);
      if (!json.path("bomFormat").asText().equals("CycloneDX")) {
        return;
      }
      var found = new LinkedHashSet<MavenPackage>();
      for (var component : json.path("components")) {
        var purl = PURL.matcher(component.path("purl").asText());
        if (purl.matches()) {
          found.add(new MavenPackage(purl.group(1), purl.group(2), purl.group(3)));
        }
      }
      if (!found.isEmpty()) {
        packages.put(name, found);
      }
    } catch (JsonProcessingException e) {
      // A file that is only called like one.
      return;
    }
  }

  /** Every package once, in the order of where they are. */
  List<MavenPackage> all() {
    var all = new LinkedHashSet<MavenPackage>();
    packages.values().forEach(all::addAll);
    return new ArrayList<>(all);
  }
}
