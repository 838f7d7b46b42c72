package com.shangwellness.app;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Pattern;

/** The JSON API: what the page uses, and whoever else wants to. */
final class Api implements HttpService {

  private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
  private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

  private final Studio studio;
  private final Metrics metrics;

  Api(Studio studio, Metrics metrics) {
    this.studio = studio;
    this.metrics = metrics;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/sessions", this::sessions)
        .any("/sessions", Api::onlyGet)
        .post("/sessions/{id}/bookings", this::book)
        .any("/sessions/{id}/bookings", Api::onlyPost)
        .get("/bookings/{code}", this::booking)
        .delete("/bookings/{code}", this::cancel)
        .any("/bookings/{code}", Api::onlyGetOrDelete);
  }

  private void sessions(ServerRequest request, ServerResponse response) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("timeZone", Timetable.ZONE.getId());
    answer.put("sessions", studio.sessions());
    Json.send(response, answer);
  }

  private void book(ServerRequest request, ServerResponse response) {
    var id = request.path().pathParameters().get("id");
    if (!ID.matcher(id).matches()) {
      throw Problem.notFound("There is no session '%s'.".formatted(id));
    }
    var booking = booked(Long.parseLong(id), BookingRequest.from(Json.body(request)), key(request));
    response
        .status(Status.CREATED_201)
        .header(HeaderNames.LOCATION, "/api/bookings/" + booking.code());
    Json.send(response, booking);
  }

  private Booking booked(long session, BookingRequest request, Optional<String> key) {
    try {
      var placed = studio.book(session, request, key);
      if (placed.isNew()) {
        metrics.booked(session, placed.booking().session().available());
      }
      return placed.booking();
    } catch (Problem problem) {
      if (problem.isConflict()) {
        metrics.refused(problem.type(), session);
      }
      throw problem;
    }
  }

  private void booking(ServerRequest request, ServerResponse response) {
    Json.send(response, studio.booking(code(request)));
  }

  private void cancel(ServerRequest request, ServerResponse response) {
    if (studio.cancel(code(request))) {
      metrics.cancelled();
    }
    response.status(Status.NO_CONTENT_204).send();
  }

  private static String code(ServerRequest request) {
    var code = request.path().pathParameters().get("code");
    if (!BookingCodes.isCode(code)) {
      throw Problem.notFound("There is no booking with this code.");
    }
    return code;
  }

  private static Optional<String> key(ServerRequest request) {
    var key = request.headers().first(IDEMPOTENCY_KEY);
    if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
      throw Problem.badRequest("Idempotency-Key must be 1 to 128 visible ASCII characters.");
    }
    return key;
  }

  private static void onlyGet(ServerRequest request, ServerResponse response) {
    throw Problem.methodNotAllowed("GET");
  }

  private static void onlyPost(ServerRequest request, ServerResponse response) {
    throw Problem.methodNotAllowed("POST");
  }

  private static void onlyGetOrDelete(ServerRequest request, ServerResponse response) {
    throw Problem.methodNotAllowed("GET, DELETE");
  }
}
