package com.shangwellness.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;

/**
 * Events, one JSON object a line. A line written while a request is served carries the load
 * balancer's trace id, so that one request can be followed from its access log to here.
 */
final class Log {

  /** The {@code X-Amzn-Trace-Id} of the request that this thread serves. */
  static final ScopedValue<String> TRACE = ScopedValue.newInstance();

  private final PrintStream out;
  private final Clock clock;
  private final JsonFactory json = new JsonFactory();

  Log(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /** The same, which nobody reads. */
  Log unheard() {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Log(nowhere, clock);
  }

  /** Something happened as it should. {@code fields} are names and values in turn. */
  void info(String event, Object... fields) {
    write(clock.instant(), "INFO", event, null, fields);
  }

  /** Something happened as it should, and CloudWatch reads {@code metric} from its fields. */
  void measured(String event, Metrics.Metric metric, Object... fields) {
    write(clock.instant(), "INFO", event, null, Optional.of(metric), fields);
  }

  /** Something that a person should look at when it keeps happening. */
  void warn(String event, Object... fields) {
    write(clock.instant(), "WARN", event, null, fields);
  }

  /** Something is broken. */
  void error(String event, Throwable cause, Object... fields) {
    write(clock.instant(), "ERROR", event, cause, fields);
  }

  /** Makes the libraries' logs (java.util.logging) lines like ours, from WARNING up. */
  void adoptLibraries() {
    LogManager.getLogManager().reset();
    var root = java.util.logging.Logger.getLogger("");
    root.setLevel(Level.WARNING);
    root.addHandler(new Libraries());
  }

  private void write(Instant time, String level, String event, Throwable cause, Object... fields) {
    write(time, level, event, cause, Optional.empty(), fields);
  }

  private void write(
      Instant time,
      String level,
      String event,
      Throwable cause,
      Optional<Metrics.Metric> metric,
      Object... fields) {
    var line = new StringWriter(256);
    try (var object = json.createGenerator(line)) {
      object.writeStartObject();
      object.writeStringField("time", time.toString());
      object.writeStringField("level", level);
      object.writeStringField("event", event);
      for (int i = 0; i + 1 < fields.length; i += 2) {
        object.writeFieldName((String) fields[i]);
        writeValue(object, fields[i + 1]);
      }
      if (TRACE.isBound()) {
        object.writeStringField("trace", TRACE.get());
      }
      if (cause != null) {
        var stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack, true));
        object.writeStringField("error", stack.toString());
      }
      if (metric.isPresent()) {
        metric.get().declare(object, time);
      }
      object.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail", e);
    }
    out.println(line);
  }

  private static void writeValue(JsonGenerator object, Object value) throws IOException {
    switch (value) {
      case Integer number -> object.writeNumber(number);
      case Long number -> object.writeNumber(number);
      case Boolean truth -> object.writeBoolean(truth);
      case Duration duration -> object.writeNumber(duration.toNanos() / 1e6); // ms
      default -> object.writeString(String.valueOf(value));
    }
  }

  private final class Libraries extends Handler {
    @Override
    public void publish(LogRecord entry) {
      if (!isLoggable(entry)) {
        return;
      }
      var level = entry.getLevel().intValue() >= Level.SEVERE.intValue() ? "ERROR" : "WARN";
      Log.this.write(
          entry.getInstant(),
          level,
          "library",
          entry.getThrown(),
          "logger",
          entry.getLoggerName(),
          "message",
          text(entry));
    }

    private String text(LogRecord entry) {
      var message = String.valueOf(entry.getMessage());
      if (entry.getParameters() == null || entry.getParameters().length == 0) {
        return message;
      }
      try {
        return MessageFormat.format(message, entry.getParameters());
      } catch (IllegalArgumentException notAPattern) {
        return message;
      }
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void close() {
      out.flush();
    }
  }
}
