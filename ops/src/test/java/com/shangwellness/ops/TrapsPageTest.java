package com.shangwellness.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/traps.md} names each trap, and tests that are there. */
class TrapsPageTest {
  private static final Path CHECKOUT = Path.of("..");
  private static final List<String> MODULES = List.of("app", "infra", "region", "ops");
  private static final int TRAPS = 28;
  private static final Pattern ROW = Pattern.compile("\\| (?:(\\d+) \\| )?(.+) \\| (.+) \\|");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");

  /**
   * A row of the page.
   *
   * @param number 0 for what was found later
   * @param trap what AWS does
   * @param guards what holds our answer
   */
  private record Trap(int number, String trap, String guards) {
    List<String> tests() {
      return TEST.matcher(guards).results().map(test -> test.group()).toList();
    }

    @Override
    public String toString() {
      return number + " " + trap;
    }
  }

  static Stream<Trap> traps() throws IOException {
    return Files.readAllLines(CHECKOUT.resolve("docs/traps.md")).stream()
        .filter(line -> line.startsWith("| ") && !line.contains("| held by |"))
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .map(
            row ->
                new Trap(
                    row.group(1) == null ? 0 : Integer.parseInt(row.group(1)),
                    row.group(2),
                    row.group(3)));
  }

  @Test
  void every_trap_has_its_row_in_its_order() throws IOException {
    assertThat(traps().map(Trap::number).filter(number -> number > 0))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, TRAPS).boxed().toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("traps")
  void each_trap_is_held_by_a_test_or_says_why_none_can(Trap trap) {
    assertThat(trap.tests().isEmpty()).isEqualTo(trap.guards().startsWith("no test: "));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("traps")
  void each_test_that_it_names_is_one_that_runs(Trap trap) {
    assertThat(trap.tests())
        .allSatisfy(
            test -> {
              var names = TEST.matcher(test);
              assertThat(names.matches()).isTrue();
              assertThat(sources(names.group(1)).filter(file -> has(file, names.group(2))))
                  .as(test)
                  .hasSize(1);
            });
  }

  /** The test classes of that name: two modules may have one each. */
  private static Stream<Path> sources(String name) {
    return MODULES.stream()
        .map(module -> CHECKOUT.resolve(module).resolve("src/test/java"))
        .flatMap(
            folder -> {
              try (var files = Files.walk(folder)) {
                return files.filter(file -> file.endsWith(name + ".java")).toList().stream();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  /** Whether a method of that name is marked as a test. */
  private static boolean has(Path file, String method) {
    try {
      return Pattern.compile(
              "@(Test|ParameterizedTest|Property|RepeatedTest)\\b(?:(?!;\\R|\\}\\R).)*? void "
                  + method
                  + "\\(",
              Pattern.DOTALL)
          .matcher(Files.readString(file))
          .find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
