package com.shangwellness.region.ecr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The SHA-256 digest of a blob or manifest: its name, and the proof that it is complete.
 *
 * @param hex 64 hexadecimal digits in lower case
 */
public record Digest(String hex) {

  private static final Pattern FORM = Pattern.compile("sha256:([0-9a-f]{64})");
  private static final int BUFFER = 1 << 16;

  /** Whether {@code text} has the form of a digest that ECR takes. */
  static boolean isDigest(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * The digest that {@code text} ({@code sha256:…}) says.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Digest parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no digest; it must be sha256: and 64 hexadecimal digits");
    }
    return new Digest(matcher.group(1));
  }

  /** The digest of {@code content}. */
  public static Digest of(byte[] content) {
    return new Digest(HexFormat.of().formatHex(sha256().digest(content)));
  }

  /** The digest of what {@code file} holds. */
  static Digest of(Path file) throws IOException {
    var digest = sha256();
    var buffer = new byte[BUFFER];
    try (var in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return new Digest(HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** {@code sha256:} and the hexadecimal digits. */
  @Override
  public String toString() {
    return "sha256:" + hex;
  }
}
