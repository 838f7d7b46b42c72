package com.shangwellness.region.vulnerabilities;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Layers of images as Jib makes them: jars in a folder. */
public final class TestLayers {

  private TestLayers() {}

  /** A layer that holds these files. */
  public static byte[] layer(Map<String, byte[]> files) {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (var file : new TreeMap<>(files).entrySet()) {
        var entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A jar that says what it is, as Maven's do. */
  public static byte[] jar(String group, String artifact, String version) {
    return jar(
        Map.of(
            "META-INF/maven/" + group + "/" + artifact + "/pom.properties",
            ("version=" + version + "\ngroupId=" + group + "\nartifactId=" + artifact + "\n")
                .getBytes(UTF_8)));
  }

  /** A jar that holds these files. */
  public static byte[] jar(Map<String, byte[]> files) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A record of OSV: a package is affected before it was fixed. */
  public static String advisory(
      String cve, String severity, String name, String introduced, String fixed) {
    return """
    {
      "id": "GHSA-%1$s",
      "aliases": ["%1$s"],
      "summary": "Something is wrong with %3$s",
      "modified": "2026-01-01T00:00:00Z",
      "database_specific": {"severity": "%2$s"},
      "references": [{"type": "ADVISORY", "url": "https://nvd.nist.gov/vuln/detail/%1$s"}],
      "affected": [{
        "package": {"ecosystem": "Maven", "name": "%3$s"},
        "ranges": [{
          "type": "ECOSYSTEM",
          "events": [{"introduced": "%4$s"}, {"fixed": "%5$s"}]
        }]
      }]
    }
    """
        .formatted(cve, severity, name, introduced, fixed);
  }
}
