package com.shangwellness.ops.assembly;

import com.shangwellness.ops.Failure;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Runs infra, which turns settings into templates. */
public final class Synthesis {
  private static final int WRONG_SETTINGS = 2;

  private final List<String> java;
  private final File root;
  private final AtomicReference<Process> running = new AtomicReference<>();
  private volatile boolean unwanted;

  /**
   * Synthesis by the program that {@code java} starts.
   *
   * @param java the beginning of its command line
   * @param root the folder it runs in
   */
  public Synthesis(List<String> java, Path root) {
    this.java = List.copyOf(java);
    this.root = root.toFile();
  }

  /**
   * Writes the templates for {@code settings} into {@code out}.
   *
   * @param validate whether the CDK's own validation runs too, which takes some seconds
   * @throws Failure with infra's own messages if the settings are wrong
   */
  public CloudAssembly synthesize(Path settings, Path out, boolean validate) {
    var command = new ArrayList<>(java);
    command.addAll(List.of("--environment", settings.toAbsolutePath().toString()));
    command.addAll(List.of("--out", out.toAbsolutePath().toString()));
    var builder = new ProcessBuilder(command).directory(root).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("CDK_VALIDATION", String.valueOf(validate));
    builder.environment().put("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20");
    try {
      var process = builder.start();
      running.set(process);
      if (unwanted) {
        stop();
      }
      process.getOutputStream().close();
      var said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      var status = process.waitFor();
      if (status == WRONG_SETTINGS) {
        throw Failure.wrongSettings(said);
      }
      if (status != 0) {
        throw Failure.failed("the templates cannot be written:\n" + said);
      }
      return CloudAssembly.read(out);
    } catch (IOException e) {
      throw Failure.failed("the templates cannot be written: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted while the templates were written");
    }
  }

  /** Ends infra and the Node that it started, if they are at work: nobody wants the result. */
  public void stop() {
    unwanted = true;
    var process = running.get();
    if (process != null && process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
