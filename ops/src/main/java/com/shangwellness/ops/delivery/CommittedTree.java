package com.shangwellness.ops.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.UnixStat;

/** Files as they were committed. */
record CommittedTree(Git git, Revision revision) implements Sources {
  private static final int EXECUTABLE = 0100;
  private static final int PROGRAM = 0755;
  private static final int TEXT = 0644;

  @Override
  public void each(Visitor visitor) throws IOException {
    var process = git.archive(revision.commit());
    try (var tar = new TarArchiveInputStream(process.getInputStream())) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        take(entry, tar, visitor);
      }
    } finally {
      process.destroy();
    }
  }

  private static void take(TarArchiveEntry entry, TarArchiveInputStream tar, Visitor visitor)
      throws IOException {
    if (entry.isSymbolicLink()) {
      visitor.file(
          entry.getName(),
          UnixStat.LINK_FLAG | UnixStat.DEFAULT_LINK_PERM,
          new ByteArrayInputStream(entry.getLinkName().getBytes(StandardCharsets.UTF_8)));
    } else if (entry.isFile()) {
      visitor.file(entry.getName(), UnixStat.FILE_FLAG | permissions(entry), tar);
    }
  }

  /** Git keeps only whether a file is a program; the rest of tar's mode is a setting's. */
  private static int permissions(TarArchiveEntry entry) {
    return (entry.getMode() & EXECUTABLE) == 0 ? TEXT : PROGRAM;
  }
}
