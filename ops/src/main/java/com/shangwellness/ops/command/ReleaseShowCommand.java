package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.release.ReleaseReport;
import com.shangwellness.ops.screen.ReleaseMarkdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code shang release show}: the report of one release. */
@Command(
    name = "show",
    header = "Report on a release: its timeline, weights and measurements, and why it ended so.",
    footer = {
      "",
      "Exit codes: 0 done; 1 failed; 2 wrong usage, or there is no such release; 3 nothing runs.",
      "",
      "Example: the last release, for a ticket",
      "  ./shang release show 1 -o release.md"
    })
final class ReleaseShowCommand implements Callable<Integer> {
  /** How a report is written. */
  enum Format {
    /** For people. */
    markdown,
    /** For programs. */
    json
  }

  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Parameters(
      arity = "0..1",
      paramLabel = "N",
      defaultValue = "1",
      description = "Its number in the list, or its id. Default: 1, the newest.")
  private String which;

  @Option(names = "--format", paramLabel = "FORMAT", description = "markdown (default) or json.")
  private Optional<Format> format = Optional.empty();

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write it to FILE. A name that ends in .json asks for JSON.")
  private Optional<Path> output = Optional.empty();

  @Override
  public Integer call() {
    var target = where.target(shared);
    var releases = shared.releases(target, shared.assembly(shared.environment()));
    var text = text(releases.report(releases.find(which)));
    if (output.isEmpty()) {
      System.out.println(text);
    } else {
      write(Shared.typed(output.get()), text);
    }
    return ExitCode.OK;
  }

  private String text(ReleaseReport report) {
    return wanted() == Format.json
        ? Json.text(report)
        : String.join("\n", ReleaseMarkdown.lines(report));
  }

  private Format wanted() {
    if (json || output.filter(file -> file.toString().endsWith(".json")).isPresent()) {
      return Format.json;
    }
    return format.orElse(Format.markdown);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text + "\n");
      System.out.println("Written: " + file);
    } catch (IOException e) {
      throw Failure.failed(file + " cannot be written: " + e.getMessage());
    }
  }
}
