package com.shangwellness.ops.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.scan.ImageScan.Finding;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanVerdictTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);

  private static ImageScan found(String... severities) {
    var number = new int[1];
    return new ImageScan(
        "COMPLETE",
        "",
        true,
        List.of(severities).stream()
            .map(
                severity ->
                    new Finding("CVE-" + ++number[0], severity, "a:b 1.0", "Bad", "https://x"))
            .toList());
  }

  private static AcceptedFindings accepted(String id, String until) {
    return AcceptedFindings.parse(
        "accepted.yaml",
        "findings: [{id: %s, reason: Not used here at all, until: %s}]".formatted(id, until),
        TODAY);
  }

  private static ScanVerdict of(ImageScan scan, AcceptedFindings accepted) {
    return ScanVerdict.of(scan, accepted, TODAY);
  }

  private static AcceptedFindings none() {
    return AcceptedFindings.parse("accepted.yaml", "findings: []", TODAY);
  }

  @Test
  void an_image_with_nothing_critical_passes() {
    assertThat(of(found(), none()).passes()).isTrue();
    assertThat(of(found("HIGH", "MEDIUM", "LOW"), none()))
        .isEqualTo(new ScanVerdict(true, List.of("The scan has found {HIGH=1, LOW=1, MEDIUM=1}")));
  }

  @Test
  void a_critical_finding_is_refused() {
    var verdict = of(found("HIGH", "CRITICAL"), none());
    assertThat(verdict.passes()).isFalse();
    assertThat(verdict.lines()).contains("refused: CVE-2 is critical: a:b 1.0: Bad https://x");
  }

  @Test
  void an_accepted_one_passes_until_the_end_of_its_day() {
    var verdict = of(found("CRITICAL"), accepted("CVE-1", "2026-11-28"));
    assertThat(verdict.passes()).isTrue();
    assertThat(verdict.lines())
        .contains(
            "accepted: CVE-1 until 2026-11-28 (Not used here at all): a:b 1.0: Bad https://x");

    var late = of(found("CRITICAL"), accepted("CVE-1", "2026-11-27"));
    assertThat(late.passes()).isFalse();
    assertThat(late.lines())
        .contains(
            "refused: CVE-1 is critical, and was accepted until 2026-11-27 only: a:b 1.0: Bad"
                + " https://x");
  }

  @Test
  void one_that_is_accepted_does_not_let_another_pass() {
    assertThat(of(found("CRITICAL", "CRITICAL"), accepted("CVE-1", "2027-01-01")).passes())
        .isFalse();
    assertThat(of(found("CRITICAL", "CRITICAL"), accepted("CVE-2", "2027-01-01")).passes())
        .isFalse();
  }

  @Test
  void what_is_accepted_and_not_found_any_more_is_noted() {
    assertThat(of(found(), accepted("CVE-7", "2027-01-01")).lines())
        .contains("note: CVE-7 is accepted but not found any more; take it off the list");
  }

  @Test
  void an_image_that_was_not_scanned_is_refused_with_the_reason() {
    var verdict = of(new ImageScan("FAILED", "there are no records", false, List.of()), none());
    assertThat(verdict.passes()).isFalse();
    assertThat(verdict.lines())
        .containsExactly(
            "The image was not scanned, so nobody knows whether it is safe: FAILED, there are no"
                + " records");
    assertThat(of(new ImageScan("UNSUPPORTED_IMAGE", "", false, List.of()), none()).passes())
        .isFalse();
  }
}
