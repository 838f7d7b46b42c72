package com.shangwellness.ops.scan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Amazon ECR, as a build asks it: with the credentials of its role. */
final class Registry {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern REPOSITORY =
      Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com/(.+)");
  private static final String TARGET =
      "AmazonEC2ContainerRegistry_V20150921.DescribeImageScanFindings";
  private static final String CONTAINER = "http://169.254.170.2";

  private final HttpClient http;
  private final Map<String, String> environment;
  private final Clock clock;

  Registry(HttpClient http, Map<String, String> environment, Clock clock) {
    this.http = http;
    this.environment = environment;
    this.clock = clock;
  }

  /**
   * How the scan of an image stands, with all that it has found.
   *
   * @param repository its URI
   */
  ImageScan scan(String repository, String digest) throws IOException, InterruptedException {
    var parts = REPOSITORY.matcher(repository);
    if (!parts.matches()) {
      throw new IllegalArgumentException(repository + " is no repository of Amazon ECR");
    }
    var scan = ImageScan.none();
    var next = Optional.<String>empty();
    do {
      var question = JSON.createObjectNode();
      question.put("registryId", parts.group(1)).put("repositoryName", parts.group(3));
      question.putObject("imageId").put("imageDigest", digest);
      next.ifPresent(token -> question.put("nextToken", token));
      var page = ask(parts.group(2), question.toString());
      if (page.isEmpty()) {
        return ImageScan.none();
      }
      scan = ImageScan.of(page.get(), scan.findings());
      next = Optional.of(page.get().path("nextToken").asText()).filter(token -> !token.isEmpty());
    } while (next.isPresent());
    return scan;
  }

  /** The answer; empty when there is no scan yet. */
  private Optional<JsonNode> ask(String region, String body)
      throws IOException, InterruptedException {
    var role = credentials();
    var endpoint =
        URI.create(
            environment.getOrDefault(
                "AWS_ENDPOINT_URL", "https://api.ecr." + region + ".amazonaws.com"));
    var headers = new TreeMap<String, String>();
    headers.put("content-type", "application/x-amz-json-1.1");
    headers.put("x-amz-target", TARGET);
    if (!role.path("Token").asText().isEmpty()) {
      headers.put("x-amz-security-token", role.path("Token").asText());
    }
    var signature =
        new Signature(
            role.path("AccessKeyId").asText(),
            role.path("SecretAccessKey").asText(),
            region,
            "ecr");
    var request = HttpRequest.newBuilder(endpoint.resolve("/")).POST(BodyPublishers.ofString(body));
    signature.sign(endpoint, headers, body, clock.instant()).forEach(request::header);
    var answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200 && answer.body().contains("ScanNotFoundException")) {
      return Optional.empty();
    }
    return Optional.of(parsed(answer.statusCode(), answer.body(), endpoint));
  }

  private static JsonNode parsed(int status, String body, URI from) throws IOException {
    if (status != 200) {
      throw new IOException(from + " has answered " + status + ": " + body);
    }
    return JSON.readTree(body);
  }

  private JsonNode credentials() throws IOException, InterruptedException {
    if (environment.containsKey("AWS_ACCESS_KEY_ID")) {
      return JSON.createObjectNode()
          .put("AccessKeyId", environment.get("AWS_ACCESS_KEY_ID"))
          .put("SecretAccessKey", environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ""))
          .put("Token", environment.getOrDefault("AWS_SESSION_TOKEN", ""));
    }
    var from = URI.create(source());
    var request = HttpRequest.newBuilder(from);
    Optional.ofNullable(environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN"))
        .ifPresent(token -> request.header("Authorization", token));
    var answer = http.send(request.build(), BodyHandlers.ofString());
    return parsed(answer.statusCode(), answer.body(), from);
  }

  private String source() throws IOException {
    var relative = environment.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    var full = environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    if (relative == null && full == null) {
      throw new IOException(
          "there are no credentials: this is no build, and none of "
              + List.of("AWS_ACCESS_KEY_ID", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
              + " is set");
    }
    return relative == null ? full : CONTAINER + relative;
  }
}
