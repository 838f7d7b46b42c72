package com.shangwellness.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.deploy.ChangeSet;
import com.shangwellness.ops.screen.Terminal;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

class DiffCommandTest {
  private static final Terminal COLOURED = new Terminal(System.out, true, true, 100);

  @Test
  void a_replacement_is_red_as_is_one_that_may_come_and_a_change_in_place_is_not() {
    var changes =
        new ChangeSet(
            "p-data",
            "id",
            false,
            List.of(
                change("Aurora", "True"),
                change("Reader", "Conditional"),
                change("Alarm", "False")));

    assertThat(DiffCommand.lines(List.of(changes), COLOURED))
        .containsExactly(
            COLOURED.bold("p-data"),
            "  " + COLOURED.bad("~ Aurora  AWS::X::Y  REPLACED: the old one is deleted"),
            "  "
                + COLOURED.bad(
                    "~ Reader  AWS::X::Y  perhaps REPLACED: the old one is deleted then"),
            "  ~ Alarm  AWS::X::Y");
  }

  @Test
  void without_changes_it_says_so() {
    assertThat(DiffCommand.lines(List.of(new ChangeSet("p", "id", false, List.of())), COLOURED))
        .containsExactly("A deployment would change nothing.");
  }

  @Test
  void json_has_cloudformations_own_words() {
    var diff =
        DiffCommand.asJson(
            new ChangeSet(
                "p",
                "id",
                false,
                List.of(change("Aurora", "True"), change("Reader", "Conditional"))));

    assertThat(diff.changes())
        .containsExactly(
            new DiffCommand.Change("Modify", "Aurora", "AWS::X::Y", "True"),
            new DiffCommand.Change("Modify", "Reader", "AWS::X::Y", "Conditional"));
  }

  private static ResourceChange change(String id, String replacement) {
    return ResourceChange.builder()
        .action("Modify")
        .logicalResourceId(id)
        .resourceType("AWS::X::Y")
        .replacement(replacement)
        .build();
  }
}
