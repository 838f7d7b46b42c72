package com.shangwellness.region.codebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.codebuild.OnFailure.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;

class TransitionsTest {

  /** CodeBuild user guide, "Build phase transitions", and "on-failure". */
  @ParameterizedTest
  @CsvSource({
    "PROVISIONING,     true,  DEFAULT,  DOWNLOAD_SOURCE",
    "PROVISIONING,     false, DEFAULT,  FINALIZING",
    "DOWNLOAD_SOURCE,  true,  DEFAULT,  INSTALL",
    "DOWNLOAD_SOURCE,  false, DEFAULT,  FINALIZING",
    "INSTALL,          true,  DEFAULT,  PRE_BUILD",
    "INSTALL,          false, DEFAULT,  FINALIZING",
    "INSTALL,          false, CONTINUE, PRE_BUILD",
    "PRE_BUILD,        true,  ABORT,    BUILD",
    "PRE_BUILD,        false, DEFAULT,  FINALIZING",
    "BUILD,            true,  DEFAULT,  POST_BUILD",
    "BUILD,            false, DEFAULT,  POST_BUILD",
    "BUILD,            false, CONTINUE, POST_BUILD",
    "BUILD,            false, ABORT,    FINALIZING",
    "POST_BUILD,       true,  DEFAULT,  UPLOAD_ARTIFACTS",
    "POST_BUILD,       false, DEFAULT,  UPLOAD_ARTIFACTS",
    "POST_BUILD,       false, ABORT,    FINALIZING",
    "UPLOAD_ARTIFACTS, true,  DEFAULT,  FINALIZING",
    "UPLOAD_ARTIFACTS, false, DEFAULT,  FINALIZING",
    "INSTALL,          false, RETRY,    FINALIZING",
    "BUILD,            false, RETRY,    POST_BUILD",
  })
  void one_phase_follows_another(
      BuildPhaseType phase, boolean succeeded, Kind onFailure, BuildPhaseType next) {
    assertThat(Transitions.next(phase, succeeded, onFailure)).isEqualTo(next);
  }

  @Test
  void whatever_happens_every_build_comes_to_its_end() {
    for (var kind : Kind.values()) {
      for (var outcomes = 0; outcomes < 1 << 10; outcomes++) {
        var phase = BuildPhaseType.PROVISIONING;
        int steps = 0;
        while (phase != BuildPhaseType.FINALIZING) {
          phase = Transitions.next(phase, (outcomes >> steps & 1) == 1, kind);
          steps++;
          assertThat(steps).isLessThan(10);
        }
      }
    }
  }
}
