package com.shangwellness.ops.targets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** HTTP that cannot leave this machine: no proxy is used, and only loopback is connected to. */
final class LoopbackHttp {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(60);

  private LoopbackHttp() {}

  static SdkHttpClient client() {
    return UrlConnectionHttpClient.create(LoopbackHttp::open);
  }

  /** A connection that is about to be made. */
  static HttpURLConnection open(URI uri) {
    requireLoopback(uri);
    try {
      var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout((int) CONNECT.toMillis());
      connection.setReadTimeout((int) READ.toMillis());
      connection.setInstanceFollowRedirects(false);
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks that {@code uri} names a loopback address.
   *
   * @throws IllegalArgumentException if it names another
   */
  static void requireLoopback(URI uri) {
    if (!isLoopback(uri.getHost())) {
      throw new IllegalArgumentException(
          uri + " is not on loopback; without --target aws nothing leaves this machine");
    }
  }

  private static boolean isLoopback(String host) {
    // Literals only: a look-up of a name would itself be a request that leaves the machine.
    if (host == null || !host.matches("127\\.[0-9.]+|\\[?::1]?|localhost")) {
      return false;
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
