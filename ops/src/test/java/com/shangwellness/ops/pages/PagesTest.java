package com.shangwellness.ops.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.shangwellness.ops.ShangCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whoever copies a command from a page finds that it is one; whoever follows a link arrives. */
class PagesTest {
  private static final List<Page> PAGES = Page.all();

  /** What a command on a page reads. */
  private static final Map<String, String> FILES =
      Map.of(
          "adopt.json", "{}",
          "adopt-resources.json", "[]",
          "revision.json", "{}",
          "weighted.json",
              """
              {"Changes": [{"Action": "DELETE", "ResourceRecordSet": {"Name": "it", "Type": "A"}}]}
              """);

  @Test
  void each_page_is_read() {
    assertThat(PAGES)
        .extracting(page -> page.path().toString())
        .contains("README.md", "DEPLOYMENT.md", "TROUBLESHOOTING.md", "MAINTENANCE.md")
        .contains("runbooks/zone-loss.md", "docs/traps.md", "terraform/README.md");
  }

  /** As far as the aws command knows without asking AWS: operations, options, values, shapes. */
  @TestFactory
  Stream<DynamicTest> each_aws_command_is_whole_and_known(@TempDir Path folder) throws Exception {
    assumeThat(AwsCommands.isThere())
        .as("the aws command's Python is not installed: the commands of the pages were NOT tested")
        .isTrue();
    for (var file : FILES.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    // One configures the tool itself, in version 2 only; one is a function's, and has its
    // arguments.
    var commands =
        commands("aws").stream()
            .filter(command -> !command.text().matches("aws (configure|sso) .*"))
            .filter(command -> !command.text().contains("$1"))
            .toList();
    var objections =
        new AwsCommands(folder).objections(commands.stream().map(TypedCommand::arguments).toList());
    return IntStream.range(0, commands.size())
        .mapToObj(
            each ->
                dynamicTest(
                    commands.get(each).toString(),
                    () -> assertThat(objections.get(each)).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> each_command_of_shang_is_one() {
    return commands("./shang").stream()
        .map(
            command ->
                dynamicTest(
                    command.toString(),
                    () ->
                        assertThatCode(
                                () ->
                                    ShangCommand.commandLine()
                                        .parseArgs(command.arguments().toArray(String[]::new)))
                            .doesNotThrowAnyException()));
  }

  @TestFactory
  Stream<DynamicTest> each_link_leads_somewhere() {
    return PAGES.stream()
        .flatMap(
            page ->
                page.links().stream()
                    .distinct()
                    .map(
                        link ->
                            dynamicTest(page.path() + ": " + link, () -> assertLeads(page, link))));
  }

  private static void assertLeads(Page page, String link) {
    var parts = link.split("#", 2);
    var target =
        parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]).normalize();
    assertThat(Path.of("..").resolve(target)).exists();
    if (parts.length == 2) {
      assertThat(Page.read(target).anchors()).contains(parts[1]);
    }
  }

  private static List<TypedCommand> commands(String program) {
    return PAGES.stream()
        .flatMap(
            page ->
                page.commands(program).stream()
                    .map(command -> new TypedCommand(page.path().toString(), command)))
        .distinct()
        .toList();
  }
}
