package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.release.ReleaseFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang synth}: the templates, as they go to AWS. */
@Command(
    name = "synth",
    header = "Write the CloudFormation templates, the task definition and the appspec for AWS.",
    description = {
      "",
      "Those of environments/prod.yaml for a release are committed at the root, too. The pipeline"
          + " refuses a change of the settings without the change of these; synth says how to"
          + " renew them."
    },
    footer = {
      "",
      "Exit codes: 0 done; 1 it failed; 2 the settings are wrong (each mistake is named).",
      "",
      "Example: look at what would be deployed",
      "  ./shang synth --out /tmp/templates"
    })
public final class SynthCommand implements Callable<Integer> {
  @Mixin private Shared shared;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "cdk.out",
      description = "Where to write. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(names = "--json", description = "Print where everything lies as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var folder = Shared.typed(out);
    var settings = shared.environment().file();
    var assembly = shared.synthesis().synthesize(settings, folder, true);
    var others = ReleaseFiles.paths(folder);
    if (json) {
      Json.print(asJson(assembly, others));
    } else {
      System.out.println("In the order of deployment, in " + folder + ":");
      for (var stack : assembly.stacks()) {
        System.out.println(
            "  "
                + stack.templateFile().getFileName()
                + "  "
                + stack.resourceCount()
                + " resources");
      }
      others.forEach(file -> System.out.println("  " + file.getFileName()));
      renewal(settings, others, Shared.root()).forEach(System.out::println);
    }
    return ExitCode.OK;
  }

  /** How those of {@code written} that are others at the root get there: production's lie there. */
  static List<String> renewal(Path settings, List<Path> written, Path root) {
    if (!settings.equals(root.resolve(Shared.PRODUCTION))) {
      return List.of();
    }
    var others =
        written.stream()
            .filter(file -> !same(file, root.resolve(file.getFileName())))
            .map(Path::toString)
            .toList();
    return others.isEmpty()
        ? List.of()
        : List.of(
            "Others lie at the root, and the pipeline refuses that. Renew and commit them:",
            "  cp " + String.join(" ", others) + " " + root);
  }

  private static boolean same(Path one, Path other) {
    try {
      return Files.exists(other) && Files.mismatch(one, other) < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object asJson(CloudAssembly assembly, List<Path> others) {
    var stacks = new LinkedHashMap<String, String>();
    assembly.stacks().forEach(s -> stacks.put(s.name(), s.templateFile().toString()));
    return Map.of("stacks", stacks, "files", others.stream().map(Path::toString).toList());
  }
}
