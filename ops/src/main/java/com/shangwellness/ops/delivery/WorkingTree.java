package com.shangwellness.ops.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.zip.UnixStat;

/** Files as they lie in the checkout. */
record WorkingTree(Path root, Revision revision, List<String> paths) implements Sources {
  private static final int PROGRAM = 0755;
  private static final int DOCUMENT = 0644;

  @Override
  public void each(Visitor visitor) throws IOException {
    for (var name : paths) {
      var path = root.resolve(name);
      if (Files.isSymbolicLink(path)) {
        var target = Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8);
        visitor.file(
            name,
            UnixStat.LINK_FLAG | UnixStat.DEFAULT_LINK_PERM,
            new ByteArrayInputStream(target));
      } else {
        // Git, too, knows of permissions only whether a file is a program.
        int mode = Files.isExecutable(path) ? PROGRAM : DOCUMENT;
        try (var content = Files.newInputStream(path)) {
          visitor.file(name, UnixStat.FILE_FLAG | mode, content);
        }
      }
    }
  }
}
