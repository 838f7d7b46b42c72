package com.shangwellness.ops.image;

import com.shangwellness.ops.targets.Target.Registry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Pushes by the OCI distribution API: blobs that the registry does not have, then the manifest.
 *
 * <p>Jib's own push is not used: it begins with TLS, and a registry that speaks plain HTTP and
 * waits for the end of the line leaves it waiting until its time runs out.
 */
final class RegistryPush {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofMinutes(10);

  private final HttpClient http;
  private final URI base;
  private final String authorization;

  /**
   * A push into {@code repository}.
   *
   * @param token what ECR gives for logging in: user and password in base 64
   */
  RegistryPush(Registry registry, String token, String repository) {
    var client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    // Plain HTTP is for loopback, which no proxy reaches.
    this.http =
        registry.plainHttp() ? client.proxy(HttpClient.Builder.NO_PROXY).build() : client.build();
    var scheme = registry.plainHttp() ? "http" : "https";
    this.base = URI.create(scheme + "://" + registry.host() + "/v2/" + repository + "/");
    this.authorization = "Basic " + token;
  }

  /** Pushes what the registry does not have, and names it by {@code tags}. */
  void push(ImageManifest manifest, List<String> tags) throws IOException {
    for (var blob : manifest.blobs()) {
      put(blob);
    }
    for (var tag : tags) {
      var request =
          request(base.resolve("manifests/" + tag)).header("Content-Type", ImageManifest.TYPE);
      send("manifest " + tag, request.PUT(BodyPublishers.ofString(manifest.json())), 201);
    }
  }

  private void put(ImageTar.Blob blob) throws IOException {
    if (has(blob)) {
      return;
    }
    var what = "layer " + blob.digest();
    var start = request(base.resolve("blobs/uploads/")).POST(BodyPublishers.noBody());
    var begun = send(what, start, 202);
    var data = request(location(begun)).header("Content-Type", "application/octet-stream");
    var sent = send(what, data.method("PATCH", body(blob)), 202);
    var end = location(sent);
    var separator = end.getRawQuery() == null ? "?" : "&";
    var digest = URLEncoder.encode(blob.digest(), StandardCharsets.UTF_8);
    var finish = request(URI.create(end + separator + "digest=" + digest));
    send(what, finish.PUT(BodyPublishers.noBody()), 201);
  }

  private boolean has(ImageTar.Blob blob) throws IOException {
    var head = request(base.resolve("blobs/" + blob.digest())).HEAD();
    return exchange(head).statusCode() == 200;
  }

  // With its length, because ECR takes no chunked body.
  private static BodyPublisher body(ImageTar.Blob blob) {
    return blob.size() == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(blob::open), blob.size());
  }

  private URI location(HttpResponse<String> response) throws IOException {
    return base.resolve(
        response
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new IOException("the registry names no place for an upload")));
  }

  private HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(ANSWER).header("Authorization", authorization);
  }

  private HttpResponse<String> send(String what, HttpRequest.Builder request, int expected)
      throws IOException {
    var response = exchange(request);
    if (response.statusCode() != expected) {
      throw new IOException(
          what + ": the registry answers " + response.statusCode() + " " + response.body());
    }
    return response;
  }

  private HttpResponse<String> exchange(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted; the next push carries on");
    }
  }
}
