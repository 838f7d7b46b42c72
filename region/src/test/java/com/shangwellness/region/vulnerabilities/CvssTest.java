package com.shangwellness.region.vulnerabilities;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CvssTest {

  /** Scores as the National Vulnerability Database has them. */
  @ParameterizedTest
  @CsvSource({
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H, 10.0, CRITICAL", // CVE-2021-44228
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, 9.8,  CRITICAL", // CVE-2022-22965
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H, 7.5,  HIGH", // CVE-2020-36518
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N, 6.1,  MEDIUM", // CVE-2020-11022
    "CVSS:3.0/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:N/A:N, 4.7,  MEDIUM",
    "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N, 3.3,  LOW", // CVE-2020-8908
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N, 0.0,  INFORMATIONAL",
  })
  void a_vector_has_the_score_of_its_specification(String vector, double score, Severity severity) {
    assertThat(Cvss.score(vector)).hasValue(score);
    assertThat(Cvss.severity(score)).isEqualTo(severity);
  }

  @Test
  void what_is_no_whole_vector_has_no_score() {
    assertThat(Cvss.score("")).isEmpty();
    assertThat(Cvss.score("CVSS:3.1/AV:N")).isEmpty();
    assertThat(Cvss.score("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"))
        .isEmpty();
  }
}
