package com.shangwellness.region.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.tasks.Behaviour;
import com.shangwellness.region.testing.Production;
import com.shangwellness.region.testing.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a release that asks for a pace has it. */
class ReleasePaceTest {

  private static final Caller HASTY =
      new Caller("arn:aws:iam::" + Stage.ACCOUNT + ":root", Stage.ACCOUNT, "ap-south-1", "r", 20);

  @TempDir private Path folder;
  private Production production;

  @BeforeEach
  void begin() {
    production = Production.simulated(folder).withHealthyService(2);
  }

  @AfterEach
  void end() {
    production.close();
  }

  private String release(String version) {
    var definition = production.definition(version);
    return production.ask(
        () ->
            HASTY.call(
                () ->
                    production
                        .cloud()
                        .codeDeploy()
                        .createDeployment(
                            r ->
                                r.applicationName(Production.APPLICATION)
                                    .deploymentGroupName(Production.GROUP)
                                    .revision(Production.revision(Production.appSpec(definition))))
                        .deploymentId()));
  }

  @Test
  void real_processes_start_at_their_own_pace_and_all_that_follows_is_hastened() {
    var release = release("v2");
    production.untilBegins(release, LifecycleEvents.INSTALL);
    assertThat(production.paces()).isEmpty();

    production.untilBegins(release, LifecycleEvents.ALLOW_TRAFFIC);
    production.passes(Duration.ofSeconds(10));
    assertThat(production.paces()).containsExactly(Map.entry(release, 20.0));

    production.untilIs(release, "Succeeded");
    assertThat(production.paces()).isEmpty();
  }

  @Test
  void what_is_not_healthy_within_its_grace_period_has_the_rest_of_its_hour_hastened() {
    production.version("v2", Behaviour.exits(Duration.ofSeconds(1), 3));
    var release = release("v2");

    production.passes(Duration.ofSeconds(50));
    assertThat(production.paces()).isEmpty();

    production.passes(Duration.ofSeconds(20));
    assertThat(production.paces()).containsExactly(Map.entry(release, 20.0));
  }
}
