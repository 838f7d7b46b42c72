package com.shangwellness.ops.pages;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The aws command, asked about commands without running them.
 *
 * @param folder where it looks for the files that a command names
 */
record AwsCommands(Path folder) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Whether there is one that Python can ask: the tool is written in it. */
  static boolean isThere() throws IOException, InterruptedException {
    var asking = new ProcessBuilder("python3", "-c", "import awscli, botocore");
    return asking.redirectErrorStream(true).redirectOutput(DISCARD).start().waitFor() == 0;
  }

  /**
   * What it has against each command, in their order; an empty text is nothing.
   *
   * @param commands their arguments, without the program's name
   * @throws IOException also when it answers fewer than it was asked
   */
  List<String> objections(List<List<String>> commands) throws IOException, InterruptedException {
    var script = Files.writeString(folder.resolve("aws-commands.py"), script());
    var asked = new ArrayList<String>();
    for (var command : commands) {
      asked.add(JSON.writeValueAsString(command));
    }
    var input = Files.write(folder.resolve("commands"), asked);
    var builder =
        new ProcessBuilder("python3", script.toString())
            .directory(folder.toFile())
            .redirectInput(input.toFile())
            .redirectErrorStream(true);
    // No profile of this machine's, no look for credentials on an EC2 instance.
    builder.environment().put("AWS_ACCESS_KEY_ID", "none");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "none");
    builder.environment().put("AWS_DEFAULT_REGION", "ap-south-1");
    var process = builder.start();
    var answers = new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    if (process.waitFor() != 0 || answers.size() != commands.size()) {
      throw new IOException(answers.stream().collect(Collectors.joining("\n")));
    }
    var objections = new ArrayList<String>();
    for (var answer : answers) {
      objections.add(JSON.readTree(answer).asText(""));
    }
    return objections;
  }

  private static String script() throws IOException {
    try (var resource = AwsCommands.class.getResourceAsStream("aws-commands.py")) {
      return new String(resource.readAllBytes(), UTF_8);
    }
  }
}
