package com.shangwellness.region.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Production;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases as the owner sees them. */
class CodeDeployTest {

  @TempDir private Path folder;
  private Production production;

  @BeforeEach
  void begin() {
    production = Production.in(folder);
  }

  @AfterEach
  void end() {
    production.close();
  }

  private static Map<String, Integer> blue(int blue, int green) {
    return Map.of(Production.BLUE, blue, Production.GREEN, green);
  }

  @Test
  void a_canary_release_gives_green_a_tenth_then_all_and_removes_blue_after_its_wait() {
    production.withHealthyService(2);
    var release = production.release("v2");

    production.untilBegins(release, "AllowTraffic");
    assertThat(production.traffic()).isEqualTo(blue(90, 10));
    assertThat(production.testTraffic()).isEqualTo(blue(0, 100));
    assertThat(production.taskSets()).containsExactly("PRIMARY v1", "ACTIVE v2");

    production.passes(Duration.ofMinutes(5).minusSeconds(1));
    assertThat(production.traffic()).isEqualTo(blue(90, 10));
    production.passes(Duration.ofSeconds(1));
    assertThat(production.traffic()).isEqualTo(blue(0, 100));
    assertThat(production.taskSets()).containsExactlyInAnyOrder("ACTIVE v1", "PRIMARY v2");
    assertThat(production.deployment(release).statusAsString()).isEqualTo("InProgress");

    production.untilIs(release, "Succeeded");
    assertThat(production.taskSets()).containsExactly("PRIMARY v2");
    assertThat(production.traffic()).isEqualTo(blue(0, 100));
    assertThat(production.events(release))
        .containsExactly(
            "BeforeInstall Succeeded",
            "Install Succeeded",
            "AfterInstall Succeeded",
            "AllowTestTraffic Succeeded",
            "AfterAllowTestTraffic Succeeded",
            "BeforeAllowTraffic Succeeded",
            "AllowTraffic Succeeded",
            "AfterAllowTraffic Succeeded");
  }
}
