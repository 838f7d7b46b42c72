package com.shangwellness.region.traffic;

/**
 * Where something listens on this machine.
 *
 * @param host a loopback address, for example {@code 127.0.10.5}
 * @param port 1 to 65535; 0 lets the machine choose where something is bound
 */
public record Address(String host, int port) {

  /** Checks what the parameters say. */
  public Address {
    if (!host.startsWith("127.")) {
      throw new IllegalArgumentException(
          host + " is no loopback address: nothing is served elsewhere");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
