package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.release.ReleaseFiles;
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
    var assembly = shared.synthesis().synthesize(shared.environment().file(), folder, true);
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
    }
    return ExitCode.OK;
  }

  private static Object asJson(CloudAssembly assembly, List<Path> others) {
    var stacks = new LinkedHashMap<String, String>();
    assembly.stacks().forEach(s -> stacks.put(s.name(), s.templateFile().toString()));
    return Map.of("stacks", stacks, "files", others.stream().map(Path::toString).toList());
  }
}
