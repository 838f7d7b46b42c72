package com.shangwellness.region.cloudwatchlogs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamFileTest {

  @TempDir Path folder;

  @Test
  void a_stream_is_opened_and_measured_without_reading_its_events() throws Exception {
    Files.writeString(folder.resolve("%019d".formatted(0)), "no event\n");
    var stream = new StreamFile(folder);
    assertThat(stream.size()).isEqualTo(9);
    assertThatThrownBy(() -> stream.after(0, 0, Long.MAX_VALUE, 1))
        .hasMessageContaining("cannot be read: no event");
  }

  @Test
  void what_a_crash_left_unfinished_is_cut_off_before_more_is_added() throws Exception {
    new StreamFile(folder).append(List.of(new Event(0, 1, 1, "whole")));
    var file = folder.resolve("%019d".formatted(0));
    Files.writeString(file, Files.readString(file) + "{\"t\":2");

    var stream = new StreamFile(folder);
    stream.append(List.of(new Event(0, 3, 3, "next")));

    assertThat(stream.after(0, 0, Long.MAX_VALUE, 9))
        .extracting(Event::message)
        .containsExactly("whole", "next");
    assertThat(stream.end()).isEqualTo(2);
  }
}
