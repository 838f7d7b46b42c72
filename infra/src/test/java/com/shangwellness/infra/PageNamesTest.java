package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the owner's pages call by its name is called so in the templates. */
class PageNamesTest {
  private static final Path CHECKOUT = Path.of("..");
  private static final Pattern NAME = Pattern.compile("shangwellness-prod[a-z0-9-]*[a-z0-9]");
  private static final Pattern LOG_GROUP = Pattern.compile("/(?:ecs|aws)/[a-z][\\w/-]+");
  private static final Pattern OUTPUT =
      Pattern.compile("[<`]([A-Z]\\w+(?:Arn|Id|Url|Endpoint|DomainName))\\b");
  private static final Pattern QUERY = Pattern.compile("--query (?:'[^']*'|\"[^\"]*\")");
  private static final Pattern ALARMS = Pattern.compile("\\*\\*Alarms?\\*\\*:(.*)");
  private static final Pattern ALARM = Pattern.compile("`([a-z-]+)`");

  /** Of another production, of what a page makes, or of AWS's own. */
  private static final Set<String> NOT_OURS =
      Set.of(
          "shangwellness-prod-alb-1303215459",
          "shangwellness-prod2",
          "shangwellness-prod2-aurora",
          "shangwellness-prod-aurora-old",
          "shangwellness-prod-aurora-old-1",
          "shangwellness-prod-aurora-old-2",
          "/aws/ecs/containerinsights/shangwellness-prod-cluster/performance");

  private static final String TEMPLATES = templates();

  private static String templates() {
    var all = new StringBuilder();
    Stream.concat(
            Complete.production().stacks().stream()
                .map(stack -> Complete.OUT.resolve(stack.getTemplateFile())),
            Synthesized.production().stacks().stream()
                .map(stack -> Synthesized.OUT.resolve(stack.getTemplateFile())))
        .forEach(file -> all.append('"').append(file.getFileName()).append(read(file)));
    return all.toString();
  }

  static Stream<Path> pages() throws IOException {
    var folders = List.of(CHECKOUT, CHECKOUT.resolve("runbooks"), CHECKOUT.resolve("terraform"));
    var pages = new TreeSet<Path>();
    for (var folder : folders) {
      try (var files = Files.list(folder)) {
        files
            .filter(file -> file.toString().endsWith(".md"))
            // It is about AWS's types, not about production.
            .filter(file -> !file.endsWith("COVERAGE.md"))
            .forEach(pages::add);
      }
    }
    return pages.stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void a_page_names_what_is_there(Path page) {
    assertThat(found(NAME, read(page)))
        .filteredOn(name -> !NOT_OURS.contains(name))
        .allMatch(PageNamesTest::isThere);
    assertThat(found(LOG_GROUP, read(page)))
        .filteredOn(name -> !NOT_OURS.contains(name))
        .allMatch(PageNamesTest::isThere);
    // Of what a query asks for, AWS's own names are looked up elsewhere.
    assertThat(found(OUTPUT, QUERY.matcher(read(page)).replaceAll("")))
        .allMatch(name -> TEMPLATES.contains("\"" + name + "\": {"));
  }

  static Stream<Path> runbooks() throws IOException {
    return pages().filter(page -> page.startsWith(CHECKOUT.resolve("runbooks")));
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void an_alarm_that_a_page_is_for_rings_by_that_name(Path page) {
    for (var alarms : found(ALARMS, read(page))) {
      assertThat(found(ALARM, alarms)).allMatch(name -> TEMPLATES.contains(name + "\""));
    }
  }

  @Test
  void what_is_not_ours_is_still_on_a_page() throws IOException {
    var all = new StringBuilder();
    pages().forEach(page -> all.append(read(page)));

    assertThat(NOT_OURS).allMatch(name -> all.indexOf(name) >= 0);
  }

  /** As a whole name, or as the beginning of one that a page writes with an ellipsis. */
  private static boolean isThere(String name) {
    return Pattern.compile("[\"/:]" + Pattern.quote(name) + "[\".:/-]").matcher(TEMPLATES).find();
  }

  private static Set<String> found(Pattern what, String text) {
    var all = new TreeSet<String>();
    what.matcher(text).results().forEach(r -> all.add(r.group(r.groupCount())));
    return all;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
