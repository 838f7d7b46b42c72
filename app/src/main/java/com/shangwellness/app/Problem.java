package com.shangwellness.app;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer that is an error, as RFC 9457 has it. Thrown wherever it is found out. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Understood, and not possible as it stands (RFC 9110, 15.5.21); Helidon has no constant for it.
   */
  static final Status UNPROCESSABLE = Status.create(422, "Unprocessable Content");

  /**
   * What is wrong with one field of a request.
   *
   * @param pointer a JSON pointer (RFC 6901) to the field
   */
  record Mistake(String pointer, String detail) {}

  private final transient Status status;
  private final String type;
  private final transient List<Mistake> mistakes;
  private final transient Optional<Header> header;

  /**
   * A problem of a kind that a client may tell from others.
   *
   * @param type a short name; the answer's {@code type} is {@code /problems/}name
   */
  Problem(Status status, String type, String detail) {
    this(status, type, detail, List.of(), Optional.empty());
  }

  private Problem(
      Status status, String type, String detail, List<Mistake> mistakes, Optional<Header> header) {
    super(detail, null, false, false);
    this.status = status;
    this.type = type;
    this.mistakes = List.copyOf(mistakes);
    this.header = header;
  }

  static Problem badRequest(String detail) {
    return new Problem(Status.BAD_REQUEST_400, "malformed-request", detail);
  }

  /**
   * More came than is read: the connection ends with this answer, and says so, or who sent it would
   * use it for the next request and find it closed (RFC 9112, 9.6).
   */
  static Problem tooLarge(String detail) {
    return new Problem(
        Status.REQUEST_ENTITY_TOO_LARGE_413,
        "too-large",
        detail,
        List.of(),
        Optional.of(HeaderValues.CONNECTION_CLOSE));
  }

  static Problem notFound(String detail) {
    return new Problem(Status.NOT_FOUND_404, "not-found", detail);
  }

  static Problem conflict(String type, String detail) {
    return new Problem(Status.CONFLICT_409, type, detail);
  }

  static Problem invalid(List<Mistake> mistakes) {
    return new Problem(
        UNPROCESSABLE,
        "invalid-request",
        "Some fields are not as they should be.",
        mistakes,
        Optional.empty());
  }

  static Problem methodNotAllowed(String allowed) {
    return new Problem(
        Status.METHOD_NOT_ALLOWED_405,
        "method-not-allowed",
        "Allowed here: " + allowed + ".",
        List.of(),
        Optional.of(HeaderValues.create(HeaderNames.ALLOW, allowed)));
  }

  static Problem unavailable(String detail) {
    return new Problem(
        Status.SERVICE_UNAVAILABLE_503,
        "unavailable",
        detail,
        List.of(),
        Optional.of(HeaderValues.create(HeaderNames.RETRY_AFTER, "5")));
  }

  /** What a client may tell it from others by. */
  String type() {
    return type;
  }

  /** Whether it was asked for rightly, and how things stand forbids it. */
  boolean isConflict() {
    return status.equals(Status.CONFLICT_409);
  }

  Status status() {
    return status;
  }

  /** A header that goes with this answer. */
  Optional<Header> header() {
    return header;
  }

  /** The members of the answer's JSON object. */
  Map<String, Object> members() {
    var members = new LinkedHashMap<String, Object>();
    members.put("type", "/problems/" + type);
    members.put("title", status.reasonPhrase());
    members.put("status", status.code());
    members.put("detail", getMessage());
    if (!mistakes.isEmpty()) {
      members.put("errors", mistakes);
    }
    return members;
  }
}
