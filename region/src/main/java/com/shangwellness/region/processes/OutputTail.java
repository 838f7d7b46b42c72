package com.shangwellness.region.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a process appends to a file, as lines, and keeps the file small: it is emptied once
 * all of a long one has been read, and when nobody keeps up with it. What a process writes in the
 * very moment in which its file is emptied is lost, as with any log that is rotated by copying. For
 * one thread at a time.
 */
public final class OutputTail {

  /** A longer line is given in pieces, as the awslogs driver does. */
  public static final int MAX_LINE_BYTES = 256 << 10;

  /** So much is read at once. */
  public static final int CHUNK = 128 << 10;

  private static final long ROTATED_AT = 16L << 20;
  private static final long DROPPED_AT = 256L << 20;

  private final Path file;
  private final long rotatedAt;
  private final long droppedAt;
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private long position;

  /** Of {@code file}, which need not be there yet. */
  public OutputTail(Path file) {
    this(file, ROTATED_AT, DROPPED_AT);
  }

  /**
   * Of {@code file}, with limits of its own.
   *
   * @param rotatedAt the size, in bytes, at which a file that was read to its end is emptied
   * @param droppedAt how many unread bytes are too many to ever be read
   */
  public OutputTail(Path file, long rotatedAt, long droppedAt) {
    this.file = file;
    this.rotatedAt = rotatedAt;
    this.droppedAt = droppedAt;
  }

  /** Whether all has been read that was written by now. */
  public boolean atEnd() throws IOException {
    long size = Files.size(file);
    if (size < position) {
      position = 0; // the process itself has emptied it, as a shell's "> /dev/stdout" does
    }
    return size == position;
  }

  /** The next lines, of at most {@link #CHUNK} bytes. */
  public List<String> read() throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long unread = channel.size() - position;
      if (unread > droppedAt) {
        empty(channel);
        return List.of(
            "[" + unread + " bytes of output were dropped: it is written faster than it is read]");
      }
      var buffer = ByteBuffer.allocate(CHUNK);
      position += Math.max(0, channel.read(buffer, position));
      if (position >= rotatedAt && channel.size() == position) {
        channel.truncate(0); // the process appends, so it goes on at the new end
        position = 0;
      }
      return lines(buffer.flip());
    }
  }

  private void empty(FileChannel channel) throws IOException {
    channel.truncate(0);
    position = 0;
    partial.reset();
  }

  /** The last line, when it has no end. */
  public List<String> last() {
    return partial.size() > 0 ? List.of(takeLine()) : List.of();
  }

  private List<String> lines(ByteBuffer bytes) {
    var lines = new ArrayList<String>();
    while (bytes.hasRemaining()) {
      int end = endOfLine(bytes);
      var read = new byte[end - bytes.position()];
      bytes.get(read);
      partial.writeBytes(read);
      boolean whole = bytes.hasRemaining() && bytes.get(end) == '\n';
      if (whole) {
        bytes.get();
      }
      if (whole || partial.size() == MAX_LINE_BYTES) {
        lines.add(takeLine());
      }
    }
    return lines;
  }

  // Where the line ends, or is cut, or the bytes are at their end.
  private int endOfLine(ByteBuffer bytes) {
    int most = Math.min(bytes.limit(), bytes.position() + MAX_LINE_BYTES - partial.size());
    int end = bytes.position();
    while (end < most && bytes.get(end) != '\n') {
      end++;
    }
    return end;
  }

  private String takeLine() {
    var line = partial.toString(UTF_8);
    partial.reset();
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
