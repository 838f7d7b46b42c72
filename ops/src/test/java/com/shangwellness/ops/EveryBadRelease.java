package com.shangwellness.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every way in which a release is bad, against the running stack and under load. It takes too long
 * for each change: {@code mvn verify -pl ops -am -Dit.test=EveryBadRelease
 * -Dfailsafe.failIfNoSpecifiedTests=false} runs it.
 */
class EveryBadRelease {
  private static final Shang SHANG = Shang.in("bad-releases-it", 17566, 21080, 21443);
  // An alarm that a bad release has set off is quiet again after minutes of the region's time.
  private static final String PACE = "10";
  private static final int VISITORS = 10;
  private static final int PER_SECOND = 60;

  @TempDir private static Path folder;
  private static ReleaseStage stage;
  private static BookingLoad load;

  @BeforeAll
  static void productionIsUpAndUnderLoad() throws IOException {
    SHANG.clear();
    var said =
        Shang.process(
            SHANG.upCommand("-d", "--pace", PACE, "--environment", settings().toString()));
    assertThat(said.exitCode()).as(said.all()).isZero();
    stage = new ReleaseStage(SHANG);
    load = new BookingLoad(SHANG.site("/"));
    load.come(VISITORS, PER_SECOND);
  }

  // Production's, but with a grace for tasks that start in the machine's own time.
  private static Path settings() throws IOException {
    var production = Files.readString(Shang.PROJECT.resolve("environments/prod.yaml"));
    assertThat(production).contains("healthCheckGraceSeconds: 60");
    return Files.writeString(
        SHANG.home().resolveSibling("bad-releases-it.yaml"),
        production.replace("healthCheckGraceSeconds: 60", "healthCheckGraceSeconds: 200"));
  }

  @AfterAll
  static void stop() throws Exception {
    assertThat(load.settle()).as("lost or doubled bookings").isEmpty();
    load.close();
    SHANG.run("down");
  }

  @ParameterizedTest
  @EnumSource
  void it_is_taken_back_by_itself_and_nobody_but_its_own_canaries_has_met_it(BadRelease bad)
      throws IOException {
    load.failures().clear();
    var before = stage.weights();

    var end = stage.follow(bad.begin(stage, folder), state -> false);

    assertThat(end.isGood()).as(end.getSentence()).isFalse();
    assertThat(bad.reasons()).as(end.getSentence()).contains(end.error().code());
    assertThat(stage.weights()).isEqualTo(before);
    assertThat(stage.taskSets()).as("blue alone").hasSize(1);
    assertThat(load.failures())
        .allSatisfy(f -> assertThat(bad.mayAnswer(f)).as(f.toString()).isTrue());
    stage.awaitScaling();
  }
}
