package com.shangwellness.ops.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * A source as the pipeline takes it: one zip file. It has no {@code .git}, so the revision is a
 * file in it, which the build reads.
 *
 * @param revision what it holds
 * @param files how many files
 * @param bytes how large it is
 * @param keptBack the paths of files that were not taken as they may hold secrets
 */
public record SourceArchive(Revision revision, int files, long bytes, List<String> keptBack) {
  /** The file that names the revision. */
  public static final String REVISION = ".revision";

  // The same files make the same archive: as the CDK does it, all are of 1980.
  private static final FileTime TIME = FileTime.fromMillis(315_532_800_000L);
  private static final int DOCUMENT = UnixStat.FILE_FLAG | 0644;

  /** Packs {@code sources} into {@code zip}. */
  public static SourceArchive pack(Sources sources, Path zip) {
    var packing = new Packing();
    try (var out = new ZipArchiveOutputStream(zip)) {
      var revision = (sources.revision().id() + "\n").getBytes(StandardCharsets.UTF_8);
      packing.add(out, REVISION, DOCUMENT, new ByteArrayInputStream(revision));
      sources.each((path, mode, content) -> packing.take(out, path, mode, content));
    } catch (IOException e) {
      throw new UncheckedIOException("the source cannot be packed: " + e.getMessage(), e);
    }
    return new SourceArchive(
        sources.revision(), packing.files, size(zip), List.copyOf(packing.keptBack));
  }

  private static long size(Path zip) {
    try {
      return Files.size(zip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Packing {
    private final List<String> keptBack = new ArrayList<>();
    private int files;

    void take(ZipArchiveOutputStream out, String path, int mode, InputStream content)
        throws IOException {
      if (path.equals(REVISION)) {
        return; // ours counts
      }
      if (NeverSent.byPath(path)) {
        keptBack.add(path);
        return;
      }
      if (NeverSent.asksForContent(path)) {
        var bytes = content.readAllBytes();
        if (NeverSent.byContent(bytes)) {
          keptBack.add(path);
        } else {
          add(out, path, mode, new ByteArrayInputStream(bytes));
        }
        return;
      }
      add(out, path, mode, content);
    }

    void add(ZipArchiveOutputStream out, String path, int mode, InputStream content)
        throws IOException {
      var entry = new ZipArchiveEntry(path);
      entry.setLastModifiedTime(TIME);
      entry.setUnixMode(mode);
      out.putArchiveEntry(entry);
      content.transferTo(out);
      out.closeArchiveEntry();
      files++;
    }
  }
}
