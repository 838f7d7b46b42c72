package com.shangwellness.region.database;

import com.shangwellness.region.certificates.CertificateAuthority;
import com.shangwellness.region.processes.Folders;
import com.shangwellness.region.processes.Sessions;
import com.shangwellness.region.processes.TcpConnections;
import com.shangwellness.region.timeline.WallClock;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One MariaDB process. Its methods block; {@link MariaDbServers} calls them from threads of its
 * own.
 */
final class MariaDbServer {

  /** Of the machine's time: a recovery after a crash may take this long. */
  private static final int START_SECONDS = 60;

  private static final int STOP_SECONDS = 20;

  private static final String OWNER = System.getProperty("user.name");

  /**
   * What RDS grants to a master user (RDS guide, "Master user account privileges"): all but SUPER
   * and FILE.
   */
  private static final String GRANTS =
      "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER,"
          + " SHOW DATABASES, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION SLAVE,"
          + " REPLICATION CLIENT, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, CREATE"
          + " USER, EVENT, TRIGGER";

  private volatile DatabaseSpec spec;
  private final Path home;
  private final MariaDbBinaries binaries;
  private final Process process;
  private final long startedAt = WallClock.ofMachine().nanoTime();

  private MariaDbServer(DatabaseSpec spec, Path home, MariaDbBinaries binaries, Process process) {
    this.spec = spec;
    this.home = home;
    this.binaries = binaries;
    this.process = process;
  }

  /**
   * Starts the server on the data in {@code home}, which are made when there are none, and waits
   * until it accepts connections.
   *
   * @throws IllegalStateException when it ends or does not answer in time, with the last lines of
   *     its log
   */
  static MariaDbServer start(
      DatabaseSpec spec,
      Path home,
      MariaDbBinaries binaries,
      Sessions sessions,
      CertificateAuthority authority)
      throws IOException {
    Files.createDirectories(home);
    if (!Files.exists(data(home))) {
      createData(home, binaries, sessions);
    }
    var certificate = authority.issue(home.resolve("tls"), spec.names(), List.of(spec.address()));
    var command = new ArrayList<>(command(data(home), binaries));
    command.addAll(
        List.of(
            "--bind-address=" + spec.address(),
            "--port=" + spec.port(),
            "--socket=" + socket(home),
            "--pid-file=" + home.resolve("server.pid"),
            "--init-file=" + Files.writeString(home.resolve("init.sql"), initialStatements(spec)),
            "--ssl-cert=" + certificate.certificate(),
            "--ssl-key=" + certificate.key(),
            "--require-secure-transport=" + (spec.requireTls() ? "ON" : "OFF")));
    var process =
        sessions.prepare(command, Map.of("PATH", "/usr/bin:/bin"), home, log(home)).start();
    var server = new MariaDbServer(spec, home, binaries, process);
    server.awaitConnections();
    Files.delete(home.resolve("init.sql")); // it holds the password
    return server;
  }

  private static void createData(Path home, MariaDbBinaries binaries, Sessions sessions)
      throws IOException {
    var unfinished = home.resolve("data.new");
    Folders.delete(unfinished); // what a region that was killed while it made them has left
    Files.createDirectories(unfinished);
    var statements = Files.writeString(home.resolve("system.sql"), binaries.systemTables());
    var command = new ArrayList<>(command(unfinished, binaries));
    command.add("--bootstrap");
    var process =
        sessions
            .prepare(command, Map.of("PATH", "/usr/bin:/bin"), home, log(home))
            .redirectInput(statements.toFile())
            .start();
    if (await(process, START_SECONDS) != 0) {
      throw new IllegalStateException(
          "the database's first data could not be made: " + lastLines(home));
    }
    Files.delete(statements);
    Files.move(unfinished, data(home));
  }

  private static List<String> command(Path data, MariaDbBinaries binaries) throws IOException {
    var command = new ArrayList<String>();
    command.add(binaries.server().toString());
    command.addAll(
        List.of(
            "--no-defaults",
            "--datadir=" + data,
            // A server that starts deletes every temporary table in its folder, also another's.
            "--tmpdir=" + Files.createDirectories(data.resolveSibling("tmp")),
            "--lc-messages-dir=" + binaries.share(),
            "--character-sets-dir=" + binaries.share().resolve("charsets"),
            "--character-set-server=utf8mb4",
            // Aurora MySQL's time zone is UTC unless a parameter says otherwise.
            "--default-time-zone=+00:00",
            // Names are never looked up, so that root@localhost means the socket alone.
            "--skip-name-resolve",
            "--skip-log-bin",
            "--performance-schema=OFF",
            "--max-connections=500",
            "--innodb-log-file-size=32M",
            "--innodb-buffer-pool-size=64M",
            "--key-buffer-size=1M",
            "--aria-pagecache-buffer-size=4M"));
    if (OWNER.equals("root")) {
      command.add("--user=root"); // mariadbd refuses to run as root unless told so
    }
    return command;
  }

  /**
   * Run at each start, before connections are accepted; each statement on one line, and safe to
   * repeat.
   */
  private static String initialStatements(DatabaseSpec spec) {
    var user = text(spec.user()) + "@'%'";
    var lines = new ArrayList<String>();
    // By the socket the server knows who asks from the kernel; nobody but the region's own user
    // gets in there.
    var owner = text(OWNER) + "@localhost";
    lines.add("DELETE FROM mysql.global_priv WHERE User = 'root' OR User = ''");
    lines.add("FLUSH PRIVILEGES");
    lines.add("CREATE OR REPLACE USER " + owner + " IDENTIFIED VIA unix_socket");
    lines.add("GRANT ALL PRIVILEGES ON *.* TO " + owner + " WITH GRANT OPTION");
    if (!spec.database().isEmpty()) {
      lines.add("CREATE DATABASE IF NOT EXISTS `" + spec.database().replace("`", "``") + "`");
    }
    lines.add("CREATE USER IF NOT EXISTS " + user + " IDENTIFIED BY " + text(spec.password()));
    lines.add("ALTER USER " + user + " IDENTIFIED BY " + text(spec.password()));
    lines.add("GRANT " + GRANTS + " ON *.* TO " + user + " WITH GRANT OPTION");
    return String.join(";\n", lines) + ";\n";
  }

  private static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /**
   * Gives {@code user} another password, through the socket that only this machine's owner of the
   * region may use.
   */
  void changePassword(String user, String password) {
    try {
      execute("ALTER USER " + text(user) + "@'%' IDENTIFIED BY " + text(password));
      spec = spec.withPassword(password);
    } catch (IOException e) {
      throw new IllegalStateException(
          "the password of " + user + " could not be changed: " + e.getMessage(), e);
    }
  }

  /**
   * How many clients are connected. Seen from outside: the server's own client takes a third of a
   * processor's second to ask, and it is asked each minute of region time.
   */
  int connections() {
    return TcpConnections.established(spec.address(), spec.port());
  }

  /** The process's pid, which is its session's as well. */
  long pid() {
    return process.pid();
  }

  /** Wall time since it was started. */
  Duration age() {
    return Duration.ofNanos(WallClock.ofMachine().nanoTime() - startedAt);
  }

  private void execute(String sql) throws IOException {
    var client =
        new ProcessBuilder(
                binaries.client().toString(),
                "--no-defaults",
                "--batch",
                "--skip-column-names",
                "--user=" + OWNER,
                "--socket=" + socket(home))
            .redirectErrorStream(true)
            .start();
    try (var in = client.getOutputStream()) {
      in.write((sql + ";\n").getBytes(StandardCharsets.UTF_8));
    }
    var said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (await(client, STOP_SECONDS) != 0) {
      throw new IOException(said.strip());
    }
  }

  /**
   * Stops the process in good order, or kills it when that takes too long; its data survive both.
   */
  void stop() {
    process.destroy();
    if (await(process, STOP_SECONDS) < 0) {
      process.destroyForcibly();
      await(process, STOP_SECONDS);
    }
  }

  /** Whether it runs, and just as {@code wanted} says. */
  boolean runsAs(DatabaseSpec wanted) {
    return process.isAlive() && spec.equals(wanted);
  }

  /** Has {@code listener} told once when the process has ended. */
  void onExit(Consumer<String> listener) {
    var unused =
        process
            .onExit()
            .thenAccept(ended -> listener.accept("the server exited with " + ended.exitValue()));
  }

  // The server binds its port, then its socket, and runs the init file before it accepts
  // connections, so a greeting means that all of it is done. Asked by the socket, which nobody else
  // has: at the port anybody may answer, for example a MySQL that listens on all addresses.
  private void awaitConnections() {
    for (int tenths = 0; tenths < START_SECONDS * 10; tenths++) {
      if (await(process, 0.1) >= 0) {
        throw new IllegalStateException(
            spec + " exited with " + process.exitValue() + ": " + lastLines(home));
      }
      if (greets(socket(home))) {
        return;
      }
    }
    stop();
    throw new IllegalStateException(
        spec + " did not accept connections within " + START_SECONDS + " s: " + lastLines(home));
  }

  private static boolean greets(Path socket) {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        var selector = Selector.open()) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      return selector.select(1000) > 0 && channel.read(ByteBuffer.allocate(1)) > 0;
    } catch (IOException e) {
      return false; // not yet; the server's own log says why, should it stay so
    }
  }

  /** The process's exit code, or -1 when it still runs after {@code seconds}. */
  private static int await(Process process, double seconds) {
    try {
      return process.waitFor((long) (seconds * 1000), TimeUnit.MILLISECONDS)
          ? process.exitValue()
          : -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private static String lastLines(Path home) {
    try {
      var lines = Files.readAllLines(log(home));
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    } catch (IOException e) {
      return "its log cannot be read: " + e.getMessage();
    }
  }

  private static Path data(Path home) {
    return home.resolve("data");
  }

  // Beside the data; the path of a socket may have 107 characters, so a deep folder falls back to
  // the temporary one.
  private static Path socket(Path home) {
    var beside = home.resolve("server.sock").toAbsolutePath();
    if (beside.toString().length() <= 100) {
      return beside;
    }
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "region-" + Integer.toHexString(home.toString().hashCode()) + ".sock");
  }

  static Path log(Path home) {
    return home.resolve("server.log");
  }
}
