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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Visitors who ask for a page again and again, each on one connection, and what went wrong for
 * them. They speak HTTP by hand: the JDK's clients ask again by themselves when a connection
 * breaks, which would hide a failure, and need the processors that the site is to be busy with.
 */
final class SteadyLoad implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String LENGTH = "content-length:";

  private final URI page;
  private final byte[] request;
  private final ExecutorService visitors = Executors.newCachedThreadPool();
  private final Semaphore leave = new Semaphore(0);
  private final AtomicInteger answered = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  SteadyLoad(URI page) {
    this.page = page;
    this.request =
        "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n"
            .formatted(page.getPath(), page.getAuthority())
            .getBytes(StandardCharsets.US_ASCII);
  }

  /** So many more visitors, each of whom waits {@code pause} after each answer. */
  void come(int count, Duration pause) {
    for (int i = 0; i < count; i++) {
      visitors.execute(() -> visit(pause));
    }
  }

  /** So many of them leave after their next answer. */
  void leave(int count) {
    leave.release(count);
  }

  private void visit(Duration pause) {
    try (var connection = new Socket(page.getHost(), page.getPort())) {
      connection.setTcpNoDelay(true);
      connection.setSoTimeout((int) PATIENCE.toMillis());
      var in = new BufferedInputStream(connection.getInputStream());
      do {
        connection.getOutputStream().write(request);
        var answer = answer(in);
        if (answer.startsWith("HTTP/1.1 200 ")) {
          answered.incrementAndGet();
        } else {
          failures.add(answer);
        }
      } while (!leave.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS));
    } catch (IOException e) {
      failures.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads a whole answer, of which the length is told, and gives its first line. */
  private static String answer(InputStream in) throws IOException {
    var status = line(in);
    int length = 0;
    for (var header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(header.substring(LENGTH.length()).strip());
      }
    }
    if (in.readNBytes(length).length < length) {
      throw new EOFException("the connection ended within a body");
    }
    return status;
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        throw new EOFException("the connection ended within an answer");
      }
      line.write(read);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  int answered() {
    return answered.get();
  }

  /** What was not answered 200. */
  Queue<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    visitors.shutdownNow();
  }
}
