package com.shangwellness.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;

/** Reads and writes JSON bodies. */
final class Json {

  /** The largest body that any request of ours has use for, in bytes. */
  static final int LARGEST_BODY = 8 * 1024;

  /** A larger one is not even read to its end: its sender may find the connection closed. */
  static final int LARGEST_READ = 1024 * 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .build();

  private Json() {}

  /**
   * The request's body.
   *
   * @throws Problem 415 when it is not JSON by name, 413 when it is too large, 400 when it is not
   *     JSON or ends too early
   */
  static JsonNode body(ServerRequest request) {
    var type =
        request.headers().first(HeaderNames.CONTENT_TYPE).orElse("").toLowerCase(Locale.ROOT);
    if (!type.split(";", 2)[0].strip().equals("application/json")) {
      throw new Problem(
          Status.UNSUPPORTED_MEDIA_TYPE_415, "not-json", "Content-Type must be application/json.");
    }
    try (var in = request.content().inputStream()) {
      var bytes = in.readNBytes(LARGEST_BODY + 1);
      if (bytes.length > LARGEST_BODY) {
        // Bytes that nobody has read when a connection closes make the client lose the answer (RFC
        // 9112, 9.6).
        in.transferTo(OutputStream.nullOutputStream());
        throw Problem.tooLarge("The body may have at most %d bytes.".formatted(LARGEST_BODY));
      }
      return MAPPER.readTree(bytes);
    } catch (DataReader.InsufficientDataAvailableException | UncheckedIOException gone) {
      throw Problem.badRequest("The body ends too early.");
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw Problem.badRequest(
          "The body is not JSON (line %d, column %d)."
              .formatted(at == null ? 1 : at.getLineNr(), at == null ? 1 : at.getColumnNr()));
    } catch (IOException gone) {
      throw Problem.badRequest("The body ends too early.");
    }
  }

  /** Answers with {@code value}, which no cache may keep. */
  static void send(ServerResponse response, Object value) {
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    send(response, "application/json", value);
  }

  /** Answers with a problem. */
  static void send(ServerResponse response, Problem problem) {
    response.status(problem.status());
    problem.header().ifPresent(response::header);
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    send(response, "application/problem+json", problem.members());
  }

  private static void send(ServerResponse response, String type, Object value) {
    response.header(HeaderNames.CONTENT_TYPE, type);
    response.send(bytes(value));
  }

  /** The text of {@code value} in UTF-8. */
  static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written: " + value.getClass(), e);
    }
  }
}
