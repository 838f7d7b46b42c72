package com.shangwellness.ops.machine;

import com.shangwellness.ops.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Held by the one command that starts the region or writes templates in a home; a second one waits.
 * The system takes it from a command that is killed.
 */
public final class HomeLock implements AutoCloseable {
  private static final long LOOK_MILLIS = 50;
  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits for the lock in {@code file}.
   *
   * @throws Failure after {@code patience}
   */
  static HomeLock in(Path file, Duration patience) {
    try {
      Files.createDirectories(file.getParent());
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      var deadline = System.nanoTime() + patience.toNanos();
      while (!isTaken(channel)) {
        if (System.nanoTime() > deadline) {
          channel.close();
          throw Failure.failed(
              "another shang up or deploy has been starting here for "
                  + patience.toSeconds()
                  + " s; wait for it, or end it");
        }
        pause();
      }
      return new HomeLock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be locked", e);
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by another thread of this process
    }
  }

  private static void pause() {
    try {
      var never = new CountDownLatch(1);
      var unused = never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted while waiting for another command");
    }
  }

  @Override
  public void close() {
    try {
      channel.close(); // and with it the lock
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
