package com.shangwellness.region.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTailTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void begin() throws IOException {
    file = Files.createFile(folder.resolve("stdout.log"));
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  private static List<String> all(OutputTail tail) throws IOException {
    var lines = new ArrayList<String>();
    while (!tail.atEnd()) {
      lines.addAll(tail.read());
    }
    return lines;
  }

  @Test
  void lines_come_once_they_are_complete_and_the_last_one_at_the_end() throws IOException {
    var tail = new OutputTail(file);
    write("one\ntw");
    assertThat(all(tail)).containsExactly("one");
    write("o\r\nthree");
    assertThat(all(tail)).containsExactly("two");
    assertThat(tail.last()).containsExactly("three");
    assertThat(tail.last()).isEmpty();
  }

  @Test
  void a_long_backlog_comes_in_pieces_of_bounded_size() throws IOException {
    var tail = new OutputTail(file);
    write("x\n".repeat(OutputTail.CHUNK));
    assertThat(tail.read()).hasSize(OutputTail.CHUNK / 2);
    assertThat(all(tail)).hasSize(OutputTail.CHUNK / 2);
  }

  @Test
  void a_long_file_is_emptied_once_it_has_been_read_and_no_line_is_lost() throws IOException {
    var tail = new OutputTail(file, 10, 1000);
    write("123456\n");
    assertThat(all(tail)).containsExactly("123456");
    assertThat(file).hasSize(7);
    write("78\n9");
    assertThat(all(tail)).containsExactly("78");
    assertThat(file).isEmptyFile();
    write("0\n");
    assertThat(all(tail)).containsExactly("90");
  }

  @Test
  void a_file_that_its_process_empties_is_read_from_its_beginning() throws IOException {
    var tail = new OutputTail(file);
    write("one\ntwo\n");
    assertThat(all(tail)).hasSize(2);
    Files.writeString(file, "three\n", StandardOpenOption.TRUNCATE_EXISTING);
    assertThat(all(tail)).containsExactly("three");
  }

  @Test
  void what_nobody_can_keep_up_with_is_dropped_and_said() throws IOException {
    var tail = new OutputTail(file, 10, 1000);
    write("x".repeat(1001));
    assertThat(all(tail))
        .containsExactly(
            "[1001 bytes of output were dropped: it is written faster than it is read]");
    write("on\n");
    assertThat(all(tail)).containsExactly("on");
  }
}
