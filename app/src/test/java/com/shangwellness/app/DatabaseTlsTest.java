package com.shangwellness.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.jdbc.Driver;

/** The database proves who it is, to authorities that the JDK does not know (TRAPS 15). */
class DatabaseTlsTest {

  private static final String ADDRESS = "127.0.6.12";

  @TempDir private Path directory;

  private static DatabaseLogin login(Path bundle) {
    return new DatabaseLogin(
        new Driver(),
        new DatabaseSettings(
            ADDRESS,
            3306,
            MariaDb.NAME,
            MariaDb.USER,
            Optional.of(MariaDb.PASSWORD),
            Optional.empty(),
            Optional.of(bundle),
            true,
            0));
  }

  private Authority authority(String name) throws Exception {
    return new Authority(Files.createDirectory(directory.resolve(name)));
  }

  @Test
  void a_database_that_our_authority_vouches_for_is_talked_to_in_secret() throws Exception {
    var ours = authority("ours");
    try (var server = MariaDb.on(ADDRESS, ours.serverAt(ADDRESS));
        var connection = login(ours.bundle()).getConnection();
        var status =
            connection.createStatement().executeQuery("SHOW SESSION STATUS LIKE 'Ssl_cipher'")) {
      assertThat(server.address()).isEqualTo(ADDRESS);
      assertThat(status.next()).isTrue();
      assertThat(status.getString(2)).isNotEmpty();
    }
  }

  @Test
  void a_database_that_somebody_else_vouches_for_is_refused() throws Exception {
    try (var server = MariaDb.on(ADDRESS, authority("theirs").serverAt(ADDRESS))) {
      assertRefused(server, authority("ours"));
    }
  }

  @Test
  void a_database_that_has_another_name_is_refused() throws Exception {
    var ours = authority("ours");
    try (var server = MariaDb.on(ADDRESS, ours.serverAt("127.0.6.99"))) {
      assertRefused(server, ours);
    }
  }

  @Test
  void a_database_without_tls_is_refused() throws Exception {
    try (var server = MariaDb.on(ADDRESS)) {
      assertRefused(server, authority("ours"));
    }
  }

  private static void assertRefused(MariaDb server, Authority authority) throws Exception {
    assertThat(server.address()).isEqualTo(ADDRESS);
    var login = login(authority.bundle());
    assertThatThrownBy(() -> login.getConnection().close()).isInstanceOf(SQLException.class);
  }
}
