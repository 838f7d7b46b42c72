package com.shangwellness.region.sns;

import com.shangwellness.region.timeline.Timeline;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntConsumer;

/** The real one: redirects are not followed, and an answer may take 15 seconds, as with SNS. */
public final class HttpPostman implements Postman, AutoCloseable {

  /** "Times out after 15 seconds": SNS guide, "HTTP/HTTPS endpoints". */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Timeline timeline;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  /** Answers are told on {@code timeline}. */
  public HttpPostman(Timeline timeline) {
    this.timeline = timeline;
  }

  @Override
  public void post(URI to, Map<String, String> headers, String body, IntConsumer answer) {
    var request = HttpRequest.newBuilder(to).timeout(PATIENCE).POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    var unused =
        client
            .sendAsync(request.build(), BodyHandlers.discarding())
            .handle((response, failure) -> failure == null ? response.statusCode() : NO_ANSWER)
            .thenAccept(
                status ->
                    timeline.post(
                        "sns: " + to + " answered " + status, () -> answer.accept(status)));
  }

  /** Gives up what is under way; it is posted again when the region goes on. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
