package com.shangwellness.region.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The payload inside aws-chunked framing: {@code hex-size[;chunk-signature=…]\r\n}, bytes, {@code
 * \r\n}, …, {@code 0\r\n}, trailing headers. (S3 API Reference, "Signature calculations: transfer
 * payload in multiple chunks".)
 */
final class Chunks extends InputStream {

  private static final int LONGEST_LINE = 8 * 1024;

  private final InputStream in;
  private final Map<String, String> trailers = new LinkedHashMap<>();
  private long left;
  private boolean started;
  private boolean ended;

  Chunks(InputStream in) {
    this.in = in;
  }

  /** The headers that came after the payload, by name in lower case; known at its end. */
  Map<String, String> trailers() {
    return trailers;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    if (left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int n = in.read(to, from, (int) Math.min(length, left));
    if (n < 0) {
      throw new EOFException("the body ends inside a chunk");
    }
    left -= n;
    return n;
  }

  private void nextChunk() throws IOException {
    if (started) {
      line(); // the end of the chunk before
    }
    started = true;
    var size = line().split(";", 2)[0].strip();
    try {
      left = Long.parseUnsignedLong(size, 16);
    } catch (NumberFormatException e) {
      throw new IOException("\"" + size + "\" is no size of a chunk", e);
    }
    if (left == 0) {
      readTrailers();
      ended = true;
    }
  }

  private void readTrailers() throws IOException {
    for (var line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        var name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        trailers.put(name, line.substring(colon + 1).strip());
      }
    }
    in.transferTo(OutputStream.nullOutputStream());
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() >= LONGEST_LINE) {
        throw new IOException("a chunk's header is over " + LONGEST_LINE + " bytes");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
