package com.shangwellness.region.cloudwatchlogs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The events of one stream, in segments; what is in memory is where each segment begins and ends.
 */
final class StreamFile {

  private final Path folder;
  private final List<Segment> segments = new ArrayList<>();

  /** The stream in {@code folder}, which is made when it is missing. */
  StreamFile(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      try (var files = Files.list(folder)) {
        files.sorted().map(Segment::open).forEach(segments::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the log stream in " + folder + " cannot be opened", e);
    }
  }

  /** Adds events behind those that are there. */
  void append(List<Event> unnumbered) {
    if (segments.isEmpty() || segments.getLast().isFull()) {
      segments.add(Segment.empty(folder, end()));
    }
    var next = end();
    var events = new ArrayList<Event>(unnumbered.size());
    for (var event : unnumbered) {
      events.add(new Event(next++, event.timestamp(), event.ingested(), event.message()));
    }
    segments.getLast().append(events);
  }

  /** The ordinal of its first event that is still there. */
  long begin() {
    return segments.isEmpty() ? 0 : segments.getFirst().first();
  }

  /** The ordinal behind its last event. */
  long end() {
    return segments.isEmpty() ? 0 : segments.getLast().end();
  }

  long size() {
    return segments.stream().mapToLong(Segment::size).sum();
  }

  /**
   * At most {@code limit} events of the time from {@code from} on and before {@code to}, the first
   * one at {@code ordinal} or later.
   */
  List<Event> after(long ordinal, long from, long to, int limit) {
    var found = new ArrayList<Event>();
    for (var segment : segments) {
      if (segment.end() <= ordinal || !segment.overlaps(from, to)) {
        continue;
      }
      for (var event : segment.events()) {
        if (found.size() == limit) {
          return found;
        }
        if (event.ordinal() >= ordinal && isWithin(event, from, to)) {
          found.add(event);
        }
      }
    }
    return found;
  }

  /**
   * At most {@code limit} events of that time, the last one before {@code ordinal}, in their order.
   */
  List<Event> before(long ordinal, long from, long to, int limit) {
    var found = new ArrayList<Event>();
    for (var segment : segments.reversed()) {
      if (segment.first() >= ordinal || !segment.overlaps(from, to)) {
        continue;
      }
      for (var event : segment.events().reversed()) {
        if (found.size() == limit) {
          return found.reversed();
        }
        if (event.ordinal() < ordinal && isWithin(event, from, to)) {
          found.add(event);
        }
      }
    }
    return found.reversed();
  }

  /** The segments that may hold events of that time, read one at a time. */
  Iterator<List<Event>> runs(long from, long to) {
    return segments.stream()
        .filter(segment -> segment.overlaps(from, to))
        .map(
            segment ->
                segment.events().stream().filter(event -> isWithin(event, from, to)).toList())
        .iterator();
  }

  private static boolean isWithin(Event event, long from, long to) {
    return event.timestamp() >= from && event.timestamp() < to;
  }

  /** What it holds now, for those who read it away from the timeline. */
  List<Segment.Part> parts() {
    return segments.stream().map(Segment::part).toList();
  }

  /** Deletes the segments whose events are all older than {@code limit}. */
  void expire(long limit) {
    while (!segments.isEmpty()
        && segments.getFirst().first() < segments.getFirst().end()
        && segments.getFirst().latest() < limit) {
      if (segments.size() == 1) {
        // Its name keeps the count of the stream's events.
        segments.add(Segment.begun(folder, end()));
      }
      segments.removeFirst().delete();
    }
  }

  /** Deletes the stream's events. */
  void delete() {
    segments.forEach(Segment::delete);
    segments.clear();
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be deleted", e);
    }
  }
}
