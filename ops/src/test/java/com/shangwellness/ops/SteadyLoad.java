package com.shangwellness.ops;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Visitors who ask for a page again and again, each on one connection, and what went wrong for
 * them.
 */
final class SteadyLoad implements AutoCloseable {

  private final URI page;
  private final ExecutorService visitors = Executors.newCachedThreadPool();
  private final Semaphore leave = new Semaphore(0);
  private final AtomicInteger answered = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  SteadyLoad(URI page) {
    this.page = page;
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
    try (var connection = new PlainHttp(page)) {
      do {
        var answer = connection.ask("GET", page.getPath(), Map.of(), "");
        if (answer.status() == 200) {
          answered.incrementAndGet();
        } else {
          failures.add(answer.line());
        }
      } while (!leave.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS));
    } catch (IOException e) {
      failures.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
