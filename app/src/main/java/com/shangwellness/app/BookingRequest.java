package com.shangwellness.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who wants a place.
 *
 * @param name 1 to 80 characters
 * @param email an address, in lower case
 */
record BookingRequest(String name, String email) {

  // Only what no address lacks: whether it exists, only a message to it can tell.
  private static final Pattern EMAIL =
      Pattern.compile("[^\\s@,;<>\"]{1,64}@[^\\s@,;<>\"]+\\.[^\\s@,;<>\".]{2,}");
  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_EMAIL = 254; // RFC 5321, 4.5.3.1.3

  /**
   * Reads a request.
   *
   * @throws Problem 422, naming each field that is not as it should be
   */
  static BookingRequest from(JsonNode json) {
    var mistakes = new ArrayList<Problem.Mistake>();
    if (!json.isObject()) {
      throw Problem.invalid(
          List.of(new Problem.Mistake("", "must be an object with name and email")));
    }
    json.fieldNames()
        .forEachRemaining(
            field -> {
              if (!field.equals("name") && !field.equals("email")) {
                mistakes.add(
                    new Problem.Mistake("/" + field, "is not known here; name and email are"));
              }
            });
    var name = text(json, "name").map(String::strip).orElse("");
    if (name.isEmpty()
        || name.codePointCount(0, name.length()) > LONGEST_NAME
        || hasControls(name)) {
      mistakes.add(
          new Problem.Mistake("/name", "must be 1 to %d characters".formatted(LONGEST_NAME)));
    }
    var email = text(json, "email").map(it -> it.strip().toLowerCase(Locale.ROOT)).orElse("");
    if (email.length() > LONGEST_EMAIL || hasControls(email) || !EMAIL.matcher(email).matches()) {
      mistakes.add(
          new Problem.Mistake("/email", "must be an e-mail address, such as you@example.com"));
    }
    if (!mistakes.isEmpty()) {
      throw Problem.invalid(mistakes);
    }
    return new BookingRequest(name, email);
  }

  private static Optional<String> text(JsonNode json, String field) {
    return Optional.ofNullable(json.get(field))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue);
  }

  private static boolean hasControls(String text) {
    return text.codePoints().anyMatch(Character::isISOControl);
  }
}
