package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang reset}: stops the region and deletes all that it kept. */
@Command(
    name = "reset",
    header = "Stop everything on this machine and delete its data.",
    footer = {
      "",
      "Exit codes: 0 deleted, or there was nothing; 1 it could not be; 4 you did not agree.",
      "",
      "Example: begin anew",
      "  ./shang reset --yes && ./shang up"
    })
public final class ResetCommand implements Callable<Integer> {
  private static final Duration STOP = Duration.ofSeconds(60);

  @Mixin private Shared shared;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--json", description = "Print what was deleted as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var home = shared.home();
    if (!Files.isDirectory(home.folder())) {
      return end("There is nothing in " + home.folder() + ".", List.of());
    }
    var question =
        "Delete every resource, image and database of the region in " + home.folder() + "?";
    if (!yes && !Screens.ask(question)) {
      throw Failure.declined("nothing was deleted");
    }
    shared.region().stop(STOP);
    home.delete();
    return end("Deleted.", List.of(home.folder().toString()));
  }

  private int end(String words, List<String> deleted) {
    if (json) {
      Json.print(Map.of("deleted", deleted));
    } else {
      System.out.println(words);
    }
    return ExitCode.OK;
  }
}
