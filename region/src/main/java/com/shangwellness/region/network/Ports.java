package com.shangwellness.region.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which port of this machine stands for a port in the VPC: the same one, unless this user may not
 * bind it; then the one 10000 above (80 at 10080, 443 at 10443), which no listener of production
 * has.
 *
 * @param lowest the lowest port that may be bound
 */
public record Ports(int lowest) {

  private static final int NET_BIND_SERVICE = 10;
  private static final int SHIFT = 10_000;

  /** Every port may be bound. */
  public static final Ports ALL = new Ports(1);

  /** What this process may bind, as Linux says: by privilege, or from a port on. */
  public static Ports ofMachine() {
    try {
      return mayBindAny() ? ALL : new Ports(unprivilegedStart());
    } catch (IOException e) {
      throw new UncheckedIOException("/proc does not say which ports may be bound", e);
    }
  }

  private static boolean mayBindAny() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("CapEff:")) {
        long effective = Long.parseUnsignedLong(line.substring(7).strip(), 16);
        return ((effective >> NET_BIND_SERVICE) & 1) == 1;
      }
    }
    return false;
  }

  private static int unprivilegedStart() throws IOException {
    return Integer.parseInt(
        Files.readString(Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start")).strip());
  }

  /** Where {@code port} is served. */
  public int served(int port) {
    return port >= lowest ? port : port + SHIFT;
  }
}
