package com.shangwellness.region.sns;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.timeline.Timeline;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The links in messages, to confirm, to unsubscribe and to the certificate of signatures: nobody
 * signs them, so they are no requests to the API. Who knows the token or the ARN has read the
 * message, as with AWS.
 */
public final class SnsLinks implements HttpHandler {

  private static final String TEXT = "text/plain; charset=UTF-8";

  private final SnsClient sns;
  private final CertifiedSigner signer;
  private final Timeline timeline;

  /** Links that act through {@code sns}, and the certificate of {@code signer}. */
  public SnsLinks(SnsClient sns, CertifiedSigner signer, Timeline timeline) {
    this.sns = sns;
    this.signer = signer;
    this.timeline = timeline;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      if (path.endsWith(".pem")) {
        certificate(path.substring(path.lastIndexOf('/') + 1), exchange);
      } else {
        act(exchange);
      }
    }
  }

  private void certificate(String name, HttpExchange exchange) throws IOException {
    var certificate = signer.certificate(name);
    if (certificate.isPresent()) {
      answer(exchange, 200, "application/x-pem-file", certificate.get());
    } else {
      answer(exchange, 404, TEXT, ("There is no " + name + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private void act(HttpExchange exchange) throws IOException {
    var query = query(exchange.getRequestURI().getRawQuery());
    int status = 200;
    String text;
    try {
      text = timeline.call("sns: a link", () -> follow(query)).join();
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof AwsServiceException refusal)) {
        throw e;
      }
      status = AwsErrors.status(refusal);
      text = AwsErrors.message(refusal);
    }
    answer(exchange, status, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private String follow(Map<String, String> query) {
    return switch (query.getOrDefault("Action", "")) {
      case "ConfirmSubscription" ->
          "Subscription confirmed: "
              + sns.confirmSubscription(
                      r -> r.topicArn(query.get("TopicArn")).token(query.get("Token")))
                  .subscriptionArn();
      case "Unsubscribe" -> {
        var arn = query.get("SubscriptionArn");
        sns.unsubscribe(r -> r.subscriptionArn(arn));
        yield "Subscription removed: " + arn;
      }
      default -> throw Refusals.invalid("Action");
    };
  }

  private static Map<String, String> query(String text) {
    var query = new HashMap<String, String>();
    for (var pair : (text == null ? "" : text).split("&", -1)) {
      int at = pair.indexOf('=');
      if (at > 0) {
        query.put(
            pair.substring(0, at),
            URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }
}
