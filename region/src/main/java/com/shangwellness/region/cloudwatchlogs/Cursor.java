package com.shangwellness.region.cloudwatchlogs;

/**
 * A place between two events of a stream, and the way to read from there; as a token {@code f/12}
 * or {@code b/12}.
 *
 * @param forward whether the events from {@code ordinal} on are read, or those before it
 * @param ordinal the event behind the place
 */
record Cursor(boolean forward, long ordinal) {

  /** The place that {@code token} says; without one the stream's beginning or its end. */
  static Cursor of(String token, boolean fromHead, StreamFile file) {
    if (token == null) {
      return fromHead ? new Cursor(true, file.begin()) : new Cursor(false, file.end());
    }
    if (!token.matches("[fb]/\\d{1,18}")) {
      throw Groups.invalid("The specified nextToken is invalid.");
    }
    return new Cursor(token.startsWith("f"), Long.parseLong(token.substring(2)));
  }

  String token() {
    return (forward ? "f/" : "b/") + ordinal;
  }
}
