package com.shangwellness.infra.settings;

import java.util.Optional;

/**
 * Who is told.
 *
 * @param team the mail address that every alarm, failed release and cost alert goes to
 * @param emergencyPhone the number that gets a text message when users are hurt, or {@code none}
 */
public record ContactSettings(String team, String emergencyPhone) {
  private static final String NONE = "none";

  static ContactSettings from(Section section) {
    return new ContactSettings(
        section.text(
            "team",
            "[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}",
            "the mail address of the people who keep production running"),
        section.text(
            "emergencyPhone",
            NONE + "|\\+[1-9]\\d{6,14}",
            "a phone number in quotes that begins with + and the country, or none"));
  }

  /** The emergency phone number, if there is one. */
  public Optional<String> phone() {
    return emergencyPhone.equals(NONE) ? Optional.empty() : Optional.of(emergencyPhone);
  }
}
