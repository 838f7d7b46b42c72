package com.shangwellness.ops.production;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/** Asks the site by HTTP, as a visitor would. */
@FunctionalInterface
public interface SiteProbe {
  /** How much of an answer is read: our own are far shorter. */
  int LONGEST_ANSWER = 1 << 16;

  /**
   * The answer of a site.
   *
   * @param status HTTP's, or 0 where there was no answer
   * @param text its body, or why there was no answer
   */
  record Answer(int status, String text) {
    /** Whether it is what was asked for. */
    public boolean isGood() {
      return status >= 200 && status < 400;
    }

    /** Whether this is Shangwellness's own health check, and not some other program's answer. */
    public boolean isHealthyApplication() {
      var answer = json();
      return status == 200
          && answer.path("status").asText().equals("ok")
          && answer.path("version").isTextual();
    }

    private JsonNode json() {
      try {
        return new ObjectMapper().readTree(text);
      } catch (JsonProcessingException e) {
        return MissingNode.getInstance(); // some other program's page
      }
    }

    /** In a few words. */
    public String words() {
      return status == 0 ? "no answer (" + text + ")" : "HTTP " + status;
    }
  }

  /** Asks for {@code address}. */
  Answer ask(URI address);

  /**
   * Asks by HTTP or HTTPS, through no proxy.
   *
   * @param authorities whose certificates count; asked for by HTTPS only
   */
  static SiteProbe http(Supplier<SSLContext> authorities) {
    return address -> {
      try {
        var connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
        if (connection instanceof HttpsURLConnection secured) {
          secured.setSSLSocketFactory(authorities.get().getSocketFactory());
        }
        connection.setConnectTimeout(3_000);
        connection.setReadTimeout(5_000);
        var status = connection.getResponseCode();
        return new Answer(status, text(connection, status));
      } catch (IOException e) {
        return new Answer(0, String.valueOf(e.getMessage()));
      }
    };
  }

  private static String text(HttpURLConnection connection, int status) throws IOException {
    try (var stream = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return stream == null ? "" : text(stream);
    }
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
  }
}
