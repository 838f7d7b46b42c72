package com.shangwellness.region.sns;

/** Where e-mail goes. */
@FunctionalInterface
public interface Outbox {

  /**
   * Keeps a mail; keeping it again under the same name changes nothing.
   *
   * @param name unique to the mail, and sorts by time
   * @param mail its text (RFC 5322)
   * @throws java.io.UncheckedIOException when it cannot be kept
   */
  void keep(String name, String mail);
}
