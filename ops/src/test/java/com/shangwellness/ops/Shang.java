package com.shangwellness.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./shang} as it was built, with a home and ports of its own.
 *
 * @param checkout where the script lies
 * @param home where the region keeps everything
 * @param api the port of the AWS API
 * @param site that of the site by HTTP
 * @param siteTls that of the site by HTTPS
 */
record Shang(Path checkout, Path home, int api, int site, int siteTls) {

  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** What a command said, and how it ended. */
  record Said(int exitCode, String out, String all) {}

  /** One that keeps everything in {@code ops/target/name}. */
  static Shang in(String name, int api, int site, int siteTls) {
    return new Shang(PROJECT, PROJECT.resolve("ops/target/" + name), api, site, siteTls);
  }

  /** Maven has just built all modules: the launcher need not build them again. */
  static void isBuilt() throws IOException {
    Files.createDirectories(PROJECT.resolve("target"));
    Files.writeString(PROJECT.resolve("target/shang.built"), "");
  }

  /** Stops what an earlier run left, and forgets it. */
  void clear() throws IOException {
    isBuilt();
    run("down");
    if (Files.exists(home)) {
      process(List.of("rm", "-rf", home.toString()));
    }
  }

  /** Carries out {@code ./shang arguments --home …}. */
  Said run(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(script()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--home", home.toString()));
    return process(command);
  }

  /** {@code ./shang up} with its ports and these options. */
  List<String> upCommand(String... options) {
    var command = new ArrayList<>(List.of(script(), "up"));
    command.addAll(List.of(options));
    command.addAll(List.of("--home", home.toString(), "--api-port", "" + api));
    command.addAll(List.of("--site-port", "" + site, "--site-tls-port", "" + siteTls));
    return command;
  }

  String script() {
    return checkout.resolve("shang").toString();
  }

  /**
   * The same in a checkout of its own, whose application may be edited: all else is the project's.
   */
  Shang inCheckoutOfItsOwn() throws IOException {
    var own = home.resolveSibling(home.getFileName() + "-checkout");
    process(List.of("rm", "-rf", own.toString()));
    Files.createDirectories(own.resolve("target"));
    for (var shared : List.of("infra", "region", "ops", "environments", "build")) {
      Files.createSymbolicLink(own.resolve(shared), PROJECT.resolve(shared));
    }
    for (var copied : List.of("shang", "pom.xml", "app")) {
      process(List.of("cp", "-a", PROJECT.resolve(copied).toString(), own.toString()));
    }
    Files.writeString(own.resolve("target/shang.built"), "");
    return new Shang(own, home, api, site, siteTls);
  }

  /** Where the site answers. */
  URI site(String path) {
    return URI.create("http://127.0.0.1:" + site + path);
  }

  /** Any command, in the project's folder, which has to end in four minutes. */
  static Said process(List<String> command) throws IOException {
    return process(command, PATIENCE);
  }

  /** Any command, in the project's folder, which has to end within {@code patience}. */
  static Said process(List<String> command, Duration patience) throws IOException {
    var out = Files.createTempFile("said", ".out");
    var error = Files.createTempFile("said", ".err");
    var process =
        new ProcessBuilder(command)
            .directory(PROJECT.toFile())
            .redirectOutput(out.toFile())
            .redirectError(error.toFile())
            .start();
    try {
      assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
          .as("%s ended in time", command)
          .isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
    var text = Files.readString(out);
    return new Said(process.exitValue(), text, text + Files.readString(error));
  }
}
