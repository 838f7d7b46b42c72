package com.shangwellness.ops.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.release.ReleaseNote.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;

/**
 * A story is a row of letters. A capital one is released, a small one brought back by a rollback;
 * with {@code !} it fails, with {@code ~} CodeDeploy rolls it back by itself. The stack had brought
 * {@code web:0}.
 */
class ReleaseHistoryTest {
  @ParameterizedTest
  @CsvSource({
    "A, 0", // the first release leads back to what the stack brought
    "AB, A",
    "ABC, B",
    "ABCb, A", // rolled back once: the next step leads further back, and not forth to what was bad
    "ABCba, 0",
    "ABCbD, B",
    "AB!, 0", // what failed has never served
    "AB!~a, 0", // and neither has it when CodeDeploy took it back
    "AA, 0", // the same again
    "ABA, B"
  })
  void what_served_before(String story, String before) {
    var history = new ReleaseHistory(newestFirst(story));

    assertThat(history.before(definition(serving(story)))).contains("web:" + before);
  }

  @ParameterizedTest
  @CsvSource({"ABC, B, A", "ABC, A, 0"})
  void what_served_before_something_that_is_not_the_newest(
      String story, String current, String before) {
    assertThat(new ReleaseHistory(newestFirst(story)).before("web:" + current))
        .contains("web:" + before);
  }

  @ParameterizedTest
  @CsvSource({"AB, X, B"})
  void something_that_codedeploy_has_never_brought_leads_back_to_the_last_that_it_has(
      String story, String current, String before) {
    assertThat(new ReleaseHistory(newestFirst(story)).before("web:" + current))
        .contains("web:" + before);
  }

  private static String serving(String story) {
    var served = story.replaceAll("[A-Z]!", "").replace("~", "");
    return served.substring(served.length() - 1).toUpperCase(Locale.ROOT);
  }

  private static String definition(String letter) {
    return "web:" + letter;
  }

  private static List<DeploymentInfo> newestFirst(String story) {
    var infos = new ArrayList<DeploymentInfo>();
    var before = "0";
    for (int i = 0; i < story.length(); i++) {
      var letter = story.substring(i, i + 1);
      if (letter.matches("[!~]")) {
        continue;
      }
      var byItself = i > 0 && story.charAt(i - 1) == '~';
      var failed = i + 1 < story.length() && story.charAt(i + 1) == '!';
      var version = letter.toUpperCase(Locale.ROOT);
      infos.add(info(version, before, letter.matches("[a-z]") && !byItself, byItself, failed));
      before = failed ? before : version;
    }
    return infos.reversed();
  }

  private static DeploymentInfo info(
      String version, String before, boolean rollback, boolean byItself, boolean failed) {
    var kind = rollback ? Kind.ROLLBACK : Kind.RELEASE;
    var words =
        byItself
            ? "CodeDeploy's own rollback"
            : new ReleaseNote(kind, "v" + version, "v" + before, definition(before), "me", 1)
                .words();
    return DeploymentInfo.builder()
        .status(failed ? "Failed" : "Succeeded")
        .creator(byItself ? "codeDeployRollback" : "user")
        .description(words)
        .revision(
            r ->
                r.appSpecContent(
                    c ->
                        c.content(
                            "{\"Resources\":[{\"T\":{\"Properties\":{\"TaskDefinition\":"
                                + "\"arn:aws:ecs:::task-definition/"
                                + definition(version)
                                + "\"}}}]}")))
        .build();
  }
}
