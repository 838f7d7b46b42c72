package com.shangwellness.ops.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.Failure;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PackedSourceTest {

  @Test
  void its_file_is_there_until_it_is_closed() {
    Path zip;
    try (var source = PackedSource.begin(file -> null)) {
      zip = source.zip();
      assertThat(source.archive()).isNull();
      assertThat(zip).exists();
    }
    assertThat(zip).doesNotExist();
  }

  @Test
  void why_it_cannot_be_packed_is_told_to_whoever_wants_it() {
    var why = Failure.failed("no git");
    try (var source =
        PackedSource.begin(
            file -> {
              throw why;
            })) {
      assertThatThrownBy(source::archive).isSameAs(why);
    }
  }

  @Test
  @Timeout(60)
  void whoever_gives_up_does_not_wait_for_the_packing() {
    var begun = new CountDownLatch(1);
    var ended = new AtomicReference<Exception>();
    try (var source =
        PackedSource.begin(
            file -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                ended.set(e);
              }
              return null;
            })) {
      assertThat(source.zip()).exists();
      assertThat(begun.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(ended.get()).isInstanceOf(InterruptedException.class);
  }
}
