package com.shangwellness.region.sns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A folder with one {@code .eml} file a mail, which any mail reader opens. */
public final class OutboxFolder implements Outbox {

  private final Path folder;

  /** The outbox in {@code folder}, which is made with the first mail. */
  public OutboxFolder(Path folder) {
    this.folder = folder;
  }

  // Beside its place first: who looks into the folder never sees half a mail.
  @Override
  public void keep(String name, String mail) {
    try {
      Files.createDirectories(folder);
      var draft = folder.resolve("." + name);
      Files.writeString(draft, mail);
      Files.move(
          draft,
          folder.resolve(name + ".eml"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the mail " + name + " cannot be kept in " + folder, e);
    }
  }
}
