package com.shangwellness.ops;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One connection that speaks HTTP by hand: the JDK's clients ask again by themselves when a
 * connection breaks, which would hide a failure, and need the processors that the site is to be
 * busy with.
 */
final class PlainHttp implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Socket connection;
  private final InputStream in;
  private final String authority;

  /** A whole answer: its first line, its headers by names in small letters, its body. */
  record Answer(String line, Map<String, String> headers, String body) {

    int status() {
      return Integer.parseInt(line.split(" ", 3)[1]);
    }
  }

  PlainHttp(URI site) throws IOException {
    this.authority = site.getAuthority();
    this.connection = new Socket(site.getHost(), site.getPort());
    connection.setTcpNoDelay(true);
    connection.setSoTimeout((int) PATIENCE.toMillis());
    this.in = new BufferedInputStream(connection.getInputStream());
  }

  /** Asks, and reads the whole answer, of which the length is told. */
  Answer ask(String method, String path, Map<String, String> headers, String body)
      throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var head =
        new StringBuilder("%s %s HTTP/1.1\r\nHost: %s\r\n".formatted(method, path, authority));
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (bytes.length > 0) {
      head.append("Content-Length: ").append(bytes.length).append("\r\n");
    }
    var request = new ByteArrayOutputStream();
    request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(bytes);
    connection.getOutputStream().write(request.toByteArray());
    return answer();
  }

  private Answer answer() throws IOException {
    var first = line();
    var headers = new TreeMap<String, String>();
    for (var header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    var body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the connection ended within a body");
    }
    return new Answer(first, headers, new String(body, StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        throw new EOFException("the connection ended within an answer");
      }
      line.write(read);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
