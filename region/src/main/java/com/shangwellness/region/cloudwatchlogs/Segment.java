package com.shangwellness.region.cloudwatchlogs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of a stream's events in one file, one a line, small enough to be read whole. The file is
 * named after the ordinal of its first event.
 */
final class Segment {

  /** A segment that has grown past this takes no more. */
  static final int FULL = 512 * 1024;

  private final Path file;
  private final long first;
  private boolean known;
  private long count;
  private long size;
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;

  private Segment(Path file, long first) {
    this.file = file;
    this.first = first;
  }

  static Segment empty(Path folder, long first) {
    var segment = new Segment(folder.resolve("%019d".formatted(first)), first);
    segment.known = true;
    return segment;
  }

  /**
   * A segment as it was, for those who read it away from the timeline.
   *
   * @param bytes how much of the file belongs to it
   */
  record Part(Path file, long first, long bytes) {

    /** Its events; none once its retention has ended. */
    List<Event> read() {
      try (var in = Files.newInputStream(file)) {
        var events = new ArrayList<Event>();
        var text = new String(in.readNBytes((int) bytes), StandardCharsets.UTF_8);
        text.lines().forEach(line -> events.add(Event.read(first + events.size(), line)));
        return events;
      } catch (NoSuchFileException e) {
        return List.of();
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be read", e);
      }
    }
  }

  /** What it holds now. */
  Part part() {
    know();
    return new Part(file, first, size);
  }

  /** An empty segment whose file is there. */
  static Segment begun(Path folder, long first) {
    var segment = empty(folder, first);
    try {
      Files.createFile(segment.file);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalStateException(segment.file + " is there already", e);
    } catch (IOException e) {
      throw new UncheckedIOException(segment.file + " cannot be written", e);
    }
    return segment;
  }

  /**
   * The segment in {@code file}. It is read when it is asked for what is in it: to list the streams
   * of a long history must not read all of that.
   */
  static Segment open(Path file) {
    var segment = new Segment(file, Long.parseLong(file.getFileName().toString()));
    try {
      segment.size = Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be opened", e);
    }
    return segment;
  }

  // A last line that a crash left unfinished was never acknowledged: it is cut off.
  private void know() {
    if (!known) {
      try {
        cutUnfinishedLine();
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be mended", e);
      }
      read().forEach(this::count);
      known = true;
    }
  }

  private void cutUnfinishedLine() throws IOException {
    var bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    if (end < bytes.length) {
      cutTo(end);
    }
    size = end;
  }

  private void cutTo(long end) throws IOException {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(end);
    }
  }

  /** Adds events: all of them, or none. */
  void append(List<Event> events) {
    know();
    var text = new StringBuilder();
    events.forEach(event -> text.append(event.line()));
    var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", mended(e));
    }
    size += bytes.length;
    events.forEach(this::count);
  }

  // A full disk takes a part of what it is given.
  private IOException mended(IOException failure) {
    try {
      if (Files.exists(file)) {
        cutTo(size);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private void count(Event event) {
    count++;
    earliest = Math.min(earliest, event.timestamp());
    latest = Math.max(latest, event.timestamp());
  }

  List<Event> events() {
    know();
    return read();
  }

  private List<Event> read() {
    try (var lines = Files.newBufferedReader(file)) {
      var events = new ArrayList<Event>();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        events.add(Event.read(first + events.size(), line));
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be deleted", e);
    }
  }

  /** Whether it may hold an event from {@code from} on and before {@code to}. */
  boolean overlaps(long from, long to) {
    know();
    return count > 0 && earliest < to && latest >= from;
  }

  boolean isFull() {
    return size >= FULL;
  }

  long first() {
    return first;
  }

  /** The ordinal behind its last event. */
  long end() {
    know();
    return first + count;
  }

  long size() {
    return size;
  }

  long latest() {
    know();
    return latest;
  }
}
