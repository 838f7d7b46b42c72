package com.shangwellness.region.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxFolderTest {

  @TempDir Path home;

  private Path folder;
  private OutboxFolder outbox;

  @BeforeEach
  void begin() {
    folder = home.resolve("outbox/ap-south-1");
    outbox = new OutboxFolder(folder);
  }

  private String[] files() throws IOException {
    try (var all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
    }
  }

  @Test
  void a_mail_is_one_file_of_its_name_and_nothing_is_left_beside_it() throws IOException {
    assertThat(folder).doesNotExist();

    outbox.keep("2026-01-01T00.00.00Z-1", "Subject: one\r\n\r\nüber");
    outbox.keep("2026-01-01T00.00.00Z-2", "Subject: two\r\n\r\n");

    assertThat(files()).containsExactly("2026-01-01T00.00.00Z-1.eml", "2026-01-01T00.00.00Z-2.eml");
    assertThat(folder.resolve("2026-01-01T00.00.00Z-1.eml")).hasContent("Subject: one\r\n\r\nüber");
  }

  @Test
  void a_mail_that_is_kept_again_after_a_crash_is_the_same_one_mail() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(".m"), "half a");
    outbox.keep("m", "a mail");
    outbox.keep("m", "a mail");

    assertThat(files()).containsExactly("m.eml");
    assertThat(folder.resolve("m.eml")).hasContent("a mail");
  }

  @Test
  void a_mail_that_cannot_be_kept_is_told_with_its_name_and_folder() throws IOException {
    Files.createDirectories(folder.getParent());
    Files.writeString(folder, "in the way");

    assertThatThrownBy(() -> outbox.keep("m", "a mail"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the mail m cannot be kept in " + folder);
  }
}
