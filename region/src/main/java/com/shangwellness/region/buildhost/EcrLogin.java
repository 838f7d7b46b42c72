package com.shangwellness.region.buildhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Map;

/**
 * Amazon ECR's credential helper for Docker's clients: {@code docker-credential-ecr-login get} with
 * a registry on its input. Asks the region that is named by {@code AWS_ENDPOINT_URL}, for the role
 * whose credentials the build is given.
 */
public final class EcrLogin {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String TARGET = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";

  private final Map<String, String> environment;
  private final HttpClient http;

  EcrLogin(Map<String, String> environment, HttpClient http) {
    this.environment = environment;
    this.http = http;
  }

  /** Answers one command of the helpers' protocol. */
  public static void main(String[] arguments) throws Exception {
    var command = arguments.length == 1 ? arguments[0] : "";
    try (var http = HttpClient.newHttpClient()) {
      var login = new EcrLogin(System.getenv(), http);
      switch (command) {
        case "get" ->
            System.out.println(login.get(new String(System.in.readAllBytes(), UTF_8).strip()));
        case "list" -> System.out.println("{}");
        default -> {
          System.err.println("docker-credential-ecr-login: only get and list are answered");
          System.exit(1);
        }
      }
    } catch (IOException e) {
      System.err.println("docker-credential-ecr-login: " + e.getMessage());
      System.exit(1);
    }
  }

  /** What the helpers' protocol answers for a registry. */
  String get(String registry) throws IOException, InterruptedException {
    var host = registry.replaceFirst("^https://", "").replaceFirst("/.*$", "");
    if (!host.matches("\\d{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com")) {
      throw new IOException("credentials not found in native keychain: " + registry);
    }
    var token = token(host.split("\\.", -1)[3]);
    var parts = new String(Base64.getDecoder().decode(token), UTF_8).split(":", 2);
    return JSON.createObjectNode()
        .put("ServerURL", registry)
        .put("Username", parts[0])
        .put("Secret", parts[1])
        .toString();
  }

  private String token(String region) throws IOException, InterruptedException {
    var role = ask(roleRequest());
    // The region knows callers by their keys, and signatures are not its business.
    var scope =
        "AWS4-HMAC-SHA256 Credential=%s/20260101/%s/ecr/aws4_request, SignedHeaders=host, Signature=0"
            .formatted(role.path("AccessKeyId").asText(), region);
    var answer =
        ask(
            HttpRequest.newBuilder(URI.create(require("AWS_ENDPOINT_URL")))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", TARGET)
                .header("X-Amz-Security-Token", role.path("Token").asText())
                .header("Authorization", scope)
                .POST(BodyPublishers.ofString("{}"))
                .build());
    return answer.at("/authorizationData/0/authorizationToken").asText();
  }

  private HttpRequest roleRequest() throws IOException {
    return HttpRequest.newBuilder(URI.create(require("AWS_CONTAINER_CREDENTIALS_FULL_URI")))
        .header("Authorization", require("AWS_CONTAINER_AUTHORIZATION_TOKEN"))
        .build();
  }

  private String require(String name) throws IOException {
    var value = environment.get(name);
    if (value == null) {
      throw new IOException(name + " is not set: this is no build of the region");
    }
    return value;
  }

  private JsonNode ask(HttpRequest request) throws IOException, InterruptedException {
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(
          request.uri() + " answered " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }
}
