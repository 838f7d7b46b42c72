package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rule of db/migration/README.md, as far as a text can show it. */
class MigrationsTest {

  private static final Pattern TAKES_AWAY =
      Pattern.compile("\\b(drop|rename|truncate|modify|change)\\b");

  static java.util.List<Path> migrations() throws IOException {
    try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
      return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("migrations")
  void nothing_that_the_previous_version_uses_is_taken_away(Path migration) throws IOException {
    var sql = Files.readString(migration).toLowerCase(Locale.ROOT);
    var statements = sql.replaceAll("--[^\\n]*", "").replaceAll("'[^']*'", "''");

    assertThat(!TAKES_AWAY.matcher(statements).find() || sql.startsWith("-- unused since "))
        .as("%s takes something away and does not begin with '-- unused since VERSION'", migration)
        .isTrue();
  }
}
