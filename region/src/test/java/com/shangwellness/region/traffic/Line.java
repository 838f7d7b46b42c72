package com.shangwellness.region.traffic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A plain connection, for saying exactly what one wants to say. Every read has a deadline. */
final class Line implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;

  Line(Address to) {
    this(connected(to));
  }

  Line(Socket socket) {
    try {
      this.socket = socket;
      socket.setSoTimeout(15_000);
      this.in = socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Socket connected(Address to) {
    try {
      return new Socket(to.host(), to.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says {@code text}, whose line ends are as given. */
  Line say(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the connection up at once, as a process that is killed with data unread. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether nothing has arrived that was not read. */
  boolean hasSaidNothing() {
    try {
      return in.available() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next head, to its empty line. */
  String head() {
    var head = new ByteArrayOutputStream();
    try {
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          throw new IllegalStateException("closed after: " + head);
        }
        head.write(b);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** So many bytes of body. */
  String body(int length) {
    try {
      return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next message with a Content-Length: its head and its body. */
  String message() {
    var head = head();
    var lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("content-length: ");
    if (at < 0) {
      return head;
    }
    int end = lower.indexOf("\r\n", at);
    return head + body(Integer.parseInt(lower.substring(at + 16, end)));
  }

  /** Whatever comes until the other end closes. */
  String rest() {
    try {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // A reset is an end as well.
      return "";
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
