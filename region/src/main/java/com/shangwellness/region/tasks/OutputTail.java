package com.shangwellness.region.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Reads what a process appends to a file, as lines. For one thread at a time. */
final class OutputTail {

  /** A longer line is given in pieces, as the awslogs driver does. */
  static final int MAX_LINE_BYTES = 256 << 10;

  private static final int CHUNK = 1 << 20;

  private final Path file;
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private long position;

  OutputTail(Path file) {
    this.file = file;
  }

  /** The lines that became complete since the last call, of at most a mebibyte of output. */
  List<String> read() throws IOException {
    var buffer = ByteBuffer.allocate(CHUNK);
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int n = channel.read(buffer, position);
      if (n <= 0) {
        return List.of();
      }
      position += n;
    }
    return lines(buffer.flip());
  }

  /** All that is left, a last line without an end included. */
  List<String> rest() throws IOException {
    var lines = new ArrayList<String>();
    long before;
    do {
      before = position;
      lines.addAll(read());
    } while (position > before);
    if (partial.size() > 0) {
      lines.add(takeLine());
    }
    return lines;
  }

  private List<String> lines(ByteBuffer bytes) {
    var lines = new ArrayList<String>();
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      if (b == '\n') {
        lines.add(takeLine());
      } else {
        partial.write(b);
        if (partial.size() == MAX_LINE_BYTES) {
          lines.add(takeLine());
        }
      }
    }
    return lines;
  }

  private String takeLine() {
    var line = partial.toString(UTF_8);
    partial.reset();
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
