package com.shangwellness.region.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends requests whose client has stopped sending. Real time: it is a real connection that stalls.
 */
final class Patience implements AutoCloseable {

  private final Duration limit;
  private final ScheduledThreadPoolExecutor watch;

  Patience(Duration limit) {
    this.limit = limit;
    this.watch =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("patience").factory());
    watch.setRemoveOnCancelPolicy(true);
  }

  /**
   * {@code in}, for the thread that calls: when one reading takes too long, that thread is
   * interrupted, which closes the connection that it reads from.
   */
  InputStream watch(InputStream in) {
    var reader = Thread.currentThread();
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] to, int from, int length) throws IOException {
        var alarm = watch.schedule(reader::interrupt, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
          return super.read(to, from, length);
        } finally {
          alarm.cancel(false);
        }
      }
    };
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
