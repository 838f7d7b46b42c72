package com.shangwellness.ops.machine;

import com.shangwellness.ops.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mails that a region on this machine would have sent, one file each.
 *
 * @param folder where the region keeps them; missing before the first one
 */
public record Outbox(Path folder) {
  private static final String EXTENSION = ".eml";
  private static final Pattern WORD = Pattern.compile("=\\?UTF-8\\?B\\?([A-Za-z0-9+/=]*)\\?=");

  /**
   * A mail.
   *
   * @param id the file's name without its ending
   * @param time when it was written, by the region's clock
   * @param to whom it is for
   * @param text what it says
   */
  public record Mail(String id, String time, String to, String subject, String text) {}

  /** All mails, the oldest first. */
  public List<Mail> mails() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> isMail(file.getFileName().toString()))
          .map(Outbox::read)
          .sorted(Comparator.comparing(Mail::time).thenComparing(Mail::id))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
  }

  // One that begins with a dot is still being written.
  private static boolean isMail(String name) {
    return name.endsWith(EXTENSION) && !name.startsWith(".");
  }

  private static Mail read(Path file) {
    try {
      var name = file.getFileName().toString();
      return parse(name.substring(0, name.length() - EXTENSION.length()), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  // A header may go on in lines that begin with a blank (RFC 5322, 2.2.3).
  private static Mail parse(String id, String mail) {
    var text = mail.replace("\r\n", "\n");
    int end = text.indexOf("\n\n");
    var head = end < 0 ? text : text.substring(0, end);
    var headers = new TreeMap<String, String>();
    for (var line : head.replaceAll("\n[ \t]+", " ").split("\n", -1)) {
      var parts = line.split(":", 2);
      if (parts.length == 2) {
        headers.putIfAbsent(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
      }
    }
    return new Mail(
        id,
        time(id, headers.getOrDefault("date", "")),
        decoded(headers.getOrDefault("to", "")),
        decoded(headers.getOrDefault("subject", "")),
        end < 0 ? "" : text.substring(end + 2).stripTrailing());
  }

  private static String time(String id, String date) {
    try {
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant().toString();
    } catch (DateTimeException e) {
      throw Failure.failed("the mail " + id + " has no date that can be read: " + date);
    }
  }

  // Encoded words (RFC 2047); a blank between two of them is none of the text.
  private static String decoded(String header) {
    var joined = header.replaceAll("(\\?=)\\s+(=\\?)", "$1$2");
    return WORD.matcher(joined)
        .replaceAll(
            word ->
                Matcher.quoteReplacement(
                    new String(Base64.getDecoder().decode(word.group(1)), StandardCharsets.UTF_8)));
  }
}
