package com.shangwellness.region.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A target whose every byte the test says itself. */
final class Backend implements AutoCloseable {

  private final ServerSocket socket;

  Backend() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      socket.setSoTimeout(15_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Address address() {
    return new Address("127.0.0.1", socket.getLocalPort());
  }

  /** The next connection that the load balancer makes. */
  Line accept() {
    try {
      return new Line(socket.accept());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
