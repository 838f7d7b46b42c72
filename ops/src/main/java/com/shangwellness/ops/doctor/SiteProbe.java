package com.shangwellness.ops.doctor;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;

/** Asks the site for its first page, as a browser would. */
@FunctionalInterface
public interface SiteProbe {
  /** The answer of a site. */
  record Answer(boolean isGood, String words) {}

  /** Asks {@code site}. */
  Answer ask(String site);

  /** Asks by HTTP, through no proxy. */
  static SiteProbe http() {
    return site -> {
      try {
        var connection =
            (HttpURLConnection) URI.create(site).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(3_000);
        connection.setReadTimeout(5_000);
        var status = connection.getResponseCode();
        return new Answer(status < 400, "HTTP " + status);
      } catch (IOException e) {
        return new Answer(false, "no answer (" + e.getMessage() + ")");
      }
    };
  }
}
