package com.shangwellness.ops.machine;

import com.shangwellness.ops.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The ports on loopback.
 *
 * @param api the AWS API
 * @param site the load balancer's HTTP front
 * @param siteTls its HTTPS front
 */
public record Ports(int api, int site, int siteTls) {
  /** What the region uses unless told otherwise. */
  public static final Ports USUAL = new Ports(4566, 8080, 8443);

  private static final int LAST = 65_535;

  /** The address of the AWS API. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + api);
  }

  /** The address of the site by HTTP. */
  public URI siteAddress() {
    return URI.create("http://127.0.0.1:" + site + "/");
  }

  /** The address of the site by HTTPS, which it has with a domain only. */
  public URI siteTlsAddress() {
    return URI.create("https://127.0.0.1:" + siteTls + "/");
  }

  /** Each port by the option that moves it. */
  public Map<String, Integer> byOption() {
    var ports = new LinkedHashMap<String, Integer>();
    ports.put("--api-port", api);
    ports.put("--site-port", site);
    ports.put("--site-tls-port", siteTls);
    return ports;
  }

  /**
   * Checks that all three can be listened on.
   *
   * @param isFree whether nothing listens on a port of loopback
   * @throws Failure naming the port and the option that moves it
   */
  public void requireFree(IntPredicate isFree) {
    var chosen = new HashMap<Integer, String>();
    byOption()
        .forEach(
            (option, port) -> {
              if (port < 1 || port > LAST) {
                throw Failure.wrongSettings(
                    option + " is " + port + "; a port is a number from 1 to " + LAST);
              }
              var other = chosen.put(port, option);
              if (other != null) {
                throw Failure.wrongSettings(
                    other
                        + " and "
                        + option
                        + " are both "
                        + port
                        + "; each needs a port of its own");
              }
            });
    byOption()
        .forEach(
            (option, port) -> {
              if (!isFree.test(port)) {
                throw Failure.wrongSettings(
                    "port "
                        + port
                        + " is taken by another program; end that one, or use another port: "
                        + option
                        + " "
                        + (port + 1));
              }
            });
  }

  /** Whether nothing listens on {@code port} of loopback. */
  public static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
