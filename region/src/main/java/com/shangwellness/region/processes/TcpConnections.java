package com.shangwellness.region.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * The TCP connections of this machine as Linux shows them in {@code /proc/net/tcp} (man 5
 * proc_pid_net); elsewhere there are none. Of IPv4 alone, which is all that a region listens on.
 */
public final class TcpConnections {

  private static final Path TABLE = Path.of("/proc/net/tcp");
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String ESTABLISHED = "01";

  private TcpConnections() {}

  /**
   * How many connections stand now at the server that listens on {@code address}, four numbers with
   * dots, and {@code port}.
   */
  public static int established(String address, int port) {
    var local = inTable(address) + ":" + HEX.toHexDigits((short) port);
    try (Stream<String> lines = Files.lines(TABLE)) {
      // After the row's number: the local address, the other one, the state.
      return (int)
          lines
              .map(line -> line.strip().split("\\s+"))
              .filter(row -> row[1].equals(local) && row[3].equals(ESTABLISHED))
              .count();
    } catch (IOException e) {
      return 0; // Not Linux.
    }
  }

  // The four bytes as one number of the machine, which is little-endian wherever a region runs.
  private static String inTable(String address) {
    return Stream.of(address.split("\\."))
        .map(part -> HEX.toHexDigits((byte) Integer.parseInt(part)))
        .reduce("", (before, next) -> next + before);
  }
}
