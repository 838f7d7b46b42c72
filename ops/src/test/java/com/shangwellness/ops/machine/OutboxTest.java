package com.shangwellness.ops.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.machine.Outbox.Mail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  @TempDir private Path folder;

  private void mail(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text.replace("\n", "\r\n"));
  }

  @Test
  void mails_are_told_oldest_first_with_their_subjects_as_people_wrote_them() throws IOException {
    mail(
        "b.eml",
        """
        To: owner@example.com
        Subject: =?UTF-8?B?QWxhcm06IOKCrCA=?=
         =?UTF-8?B?NTAg4oCmIQ==?=
        Date: Sat, 31 Jan 2026 14:05:00 GMT

        It rings.

        Twice.
        """);
    mail(
        "c.eml",
        """
        To: owner@example.com
        Subject: OK: calm
        Date: Sat, 31 Jan 2026 14:04:00 GMT

        Calm.
        """);

    assertThat(new Outbox(folder).mails())
        .containsExactly(
            new Mail("c", "2026-01-31T14:04:00Z", "owner@example.com", "OK: calm", "Calm."),
            new Mail(
                "b",
                "2026-01-31T14:05:00Z",
                "owner@example.com",
                "Alarm: € 50 …!",
                "It rings.\n\nTwice."));
  }

  @Test
  void a_mail_that_is_still_being_written_is_not_there_yet_and_neither_is_one_before_the_first()
      throws IOException {
    mail(".half.eml", "To: ");

    assertThat(new Outbox(folder).mails()).isEmpty();
    assertThat(new Outbox(folder.resolve("none")).mails()).isEmpty();
  }

  @Test
  void a_mail_without_a_date_is_named() throws IOException {
    mail("odd.eml", "To: owner@example.com\n\nHello");

    assertThatThrownBy(() -> new Outbox(folder).mails())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("the mail odd has no date");
  }
}
