package com.shangwellness.ops.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.scan.AcceptedFindings.Accepted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedFindingsTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);

  private static AcceptedFindings parse(String text) {
    return AcceptedFindings.parse("accepted-findings.yaml", text, TODAY);
  }

  @Test
  void an_entry_has_an_id_a_reason_and_a_day() {
    var accepted =
        parse(
            """
            findings:
              - id: CVE-2026-1234
                reason: The parser is not used here.
                until: 2027-01-31
            """);
    assertThat(accepted.of("CVE-2026-1234"))
        .hasValue(
            new Accepted(
                "CVE-2026-1234", "The parser is not used here.", LocalDate.of(2027, 1, 31)));
    assertThat(accepted.of("CVE-2026-9999")).isEmpty();
  }

  @Test
  void the_file_of_this_project_can_be_read_and_a_missing_one_accepts_nothing(@TempDir Path folder)
      throws IOException {
    assertThat(
            AcceptedFindings.in(Path.of("../accepted-findings.yaml"), LocalDate.now(ZoneOffset.UTC))
                .all())
        .isEmpty();
    assertThat(AcceptedFindings.in(folder.resolve("none.yaml"), TODAY).all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "findings: {}                              | must have the list \"findings\" and nothing"
            + " else",
        "[]                                        | must have the list \"findings\" and nothing"
            + " else",
        "{findings: [], more: 1}                   | must have the list \"findings\" and nothing"
            + " else",
        "'findings: [\"'                           | it is not YAML",
        "findings: [{reason: a good reason}]       | an entry has no id, such as CVE-2026-1234",
        "findings: [{id: CVE-1, severity: LOW}]    | CVE-1 has the unknown field \"severity\"",
        "findings: [{id: CVE-1, reason: no}]       | CVE-1 needs a reason",
        "findings: [{id: CVE-1, reason: a good reason}] | until is \"\"; it must be a day",
        "findings: [{id: CVE-1, reason: a good reason, until: soon}] | until is \"soon\"",
        "findings: [{id: CVE-1, reason: a good reason, until: 2999-01-01}] | within a year",
      })
  void what_says_something_else_is_refused(String text, String why) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("accepted-findings.yaml: ")
        .hasMessageContaining(why);
  }

  @Test
  void an_entry_comes_once() {
    var entry = "{id: CVE-1, reason: a good reason, until: 2027-01-01}";
    assertThatThrownBy(() -> parse("findings: [" + entry + ", " + entry + "]"))
        .hasMessage("accepted-findings.yaml: CVE-1 is listed twice");
  }
}
