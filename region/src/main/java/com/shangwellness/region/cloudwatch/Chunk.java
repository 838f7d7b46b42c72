package com.shangwellness.region.cloudwatch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One hour of one metric, small enough to be kept in memory for days.
 *
 * @param data what {@link #of} wrote
 */
record Chunk(String data) {

  private static final byte ONE = 0;
  private static final byte SET = 1;
  private static final byte VALUES = 2;

  /**
   * @param periods by the second of the hour at which they begin, 0 to 3599
   */
  static Chunk of(NavigableMap<Integer, Aggregate> periods) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      for (var period : periods.entrySet()) {
        out.writeShort(period.getKey());
        write(period.getValue(), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return new Chunk(Base64.getEncoder().encodeToString(bytes.toByteArray()));
  }

  private static void write(Aggregate period, DataOutputStream out) throws IOException {
    if (period.distribution().isEmpty()) {
      out.writeByte(SET);
      out.writeDouble(period.count());
      out.writeDouble(period.sum());
      out.writeDouble(period.minimum());
      out.writeDouble(period.maximum());
    } else if (period.count() == 1) {
      out.writeByte(ONE);
      out.writeDouble(period.sum());
    } else {
      out.writeByte(VALUES);
      out.writeDouble(period.sum());
      out.writeDouble(period.minimum());
      out.writeDouble(period.maximum());
      var counts = period.distribution().get().counts();
      out.writeShort(counts.size());
      for (var entry : counts.entrySet()) {
        out.writeDouble(entry.getKey());
        out.writeDouble(entry.getValue());
      }
    }
  }

  /** The periods by the second of the hour at which they begin. */
  NavigableMap<Integer, Aggregate> periods() {
    var periods = new TreeMap<Integer, Aggregate>();
    try (var in = new DataInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(data)))) {
      while (in.available() > 0) {
        int second = in.readShort();
        periods.put(second, read(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a metric's hour is damaged", e);
    }
    return periods;
  }

  private static Aggregate read(DataInputStream in) throws IOException {
    return switch (in.readByte()) {
      case ONE -> Aggregate.of(in.readDouble(), 1);
      case SET ->
          new Aggregate(
              in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), Optional.empty());
      default -> values(in);
    };
  }

  private static Aggregate values(DataInputStream in) throws IOException {
    double sum = in.readDouble();
    double minimum = in.readDouble();
    double maximum = in.readDouble();
    var counts = new TreeMap<Double, Double>();
    double count = 0;
    for (int left = in.readShort(); left > 0; left--) {
      double value = in.readDouble();
      double times = in.readDouble();
      counts.put(value, times);
      count += times;
    }
    return new Aggregate(count, sum, minimum, maximum, Optional.of(new Distribution(counts)));
  }

  /** The same with periods of at least {@code seconds}, as older data have them. */
  Chunk coarser(int seconds) {
    var coarse = new TreeMap<Integer, Aggregate>();
    periods()
        .forEach((at, period) -> coarse.merge(at / seconds * seconds, period, Aggregate::plus));
    coarse.replaceAll((at, period) -> period.coarse());
    return of(coarse);
  }
}
