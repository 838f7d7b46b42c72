package com.shangwellness.region.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One request to the registry and its answer. */
final class RegistryExchange implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern RANGE =
      Pattern.compile("(?:bytes[ =])?(\\d{1,15})-\\d{1,15}(?:/.*)?");

  private static final int LARGEST_DRAIN = 64 << 10;

  private final HttpExchange http;

  RegistryExchange(HttpExchange http) {
    this.http = http;
  }

  String method() {
    return http.getRequestMethod();
  }

  /** The path, decoded. */
  String path() {
    return http.getRequestURI().getPath();
  }

  String contentType() {
    return header("Content-Type").map(type -> type.split(";", 2)[0].strip()).orElse("");
  }

  private Optional<String> header(String name) {
    return Optional.ofNullable(http.getRequestHeaders().getFirst(name));
  }

  /** What follows {@code Basic} in the Authorization header; empty when nothing does. */
  String basicCredentials() {
    return header("Authorization")
        .filter(value -> value.regionMatches(true, 0, "Basic ", 0, 6))
        .map(value -> value.substring(6).strip())
        .orElse("");
  }

  /** The first value of a query parameter. */
  Optional<String> query(String name) {
    var query = http.getRequestURI().getRawQuery();
    return Stream.of(query == null ? new String[0] : query.split("&"))
        .filter(part -> part.startsWith(name + "="))
        .map(part -> URLDecoder.decode(part.substring(name.length() + 1), UTF_8))
        .findFirst();
  }

  /** Where the chunk that is sent begins, when it says so. */
  OptionalLong rangeStart() {
    var range = header("Content-Range");
    if (range.isEmpty()) {
      return OptionalLong.empty();
    }
    var matcher = RANGE.matcher(range.get());
    if (!matcher.matches()) {
      throw new RegistryError(416, "BLOB_UPLOAD_INVALID", "Content-Range is " + range.get());
    }
    return OptionalLong.of(Long.parseLong(matcher.group(1)));
  }

  InputStream body() {
    return http.getRequestBody();
  }

  /** The whole body. */
  byte[] body(int most) throws IOException {
    var body = http.getRequestBody().readNBytes(most + 1);
    if (body.length > most) {
      throw new RegistryError(413, "SIZE_INVALID", "a manifest has at most " + most + " bytes");
    }
    return body;
  }

  /** The repository in the path of an upload. */
  String repositoryOfUpload() {
    var path = path();
    return path.substring("/v2/".length(), path.lastIndexOf("/blobs/uploads/"));
  }

  String uploadPath(String id) {
    return "/v2/" + repositoryOfUpload() + "/blobs/uploads/" + id;
  }

  void header(String name, String value) {
    http.getResponseHeaders().set(name, value);
  }

  void answer(int status) throws IOException {
    if (status != 204) {
      header("Content-Length", "0");
    }
    send(status, -1);
  }

  void answer(int status, String type, byte[] body) throws IOException {
    header("Content-Type", type);
    if (isHead()) {
      header("Content-Length", String.valueOf(body.length));
      send(status, -1);
    } else {
      send(status, body.length);
      http.getResponseBody().write(body);
    }
  }

  void answer(int status, String type, Path body) throws IOException {
    long bytes = Files.size(body);
    header("Content-Type", type);
    if (isHead()) {
      header("Content-Length", String.valueOf(bytes));
      send(status, -1);
    } else {
      send(status, bytes == 0 ? -1 : bytes);
      Files.copy(body, http.getResponseBody());
    }
  }

  private boolean isHead() {
    return method().equals("HEAD");
  }

  private void send(int status, long bytes) throws IOException {
    header("Docker-Distribution-Api-Version", "registry/2.0");
    http.sendResponseHeaders(status, bytes);
  }

  void challenge() throws IOException {
    header(
        "WWW-Authenticate",
        "Basic realm=\"%s/\",service=\"ecr.amazonaws.com\""
            .formatted("https://" + header("Host").orElse("ecr")));
    refuse(new RegistryError(401, "UNAUTHORIZED", "Not Authorized"));
  }

  void refuse(RegistryError error) throws IOException {
    var json = JSON.createObjectNode();
    json.putArray("errors")
        .addObject()
        .put("code", error.code())
        .put("message", error.getMessage());
    answer(error.status(), "application/json", JSON.writeValueAsBytes(json));
  }

  static byte[] tagList(String name, List<String> tags) throws IOException {
    var json = JSON.createObjectNode().put("name", name);
    tags.forEach(json.putArray("tags")::add);
    return JSON.writeValueAsBytes(json);
  }

  /** Ends the exchange; what the client still sends is read first, as patiently as any body. */
  @Override
  public void close() throws IOException {
    try (http) {
      var unused = http.getRequestBody().readNBytes(LARGEST_DRAIN);
    }
  }
}
