package com.shangwellness.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.shangwellness.ops.Shang.Said;
import com.shangwellness.ops.release.Releases.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Releases for real, under load, as a newcomer makes them: one story, told in order. Its waits are
 * hastened twenty times; processes start at their own pace.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReleaseStory {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PACE = "20";
  private static final String OLD_LINE = "Make a little room";
  private static final String NEW_LINE = "Make ample room";
  private static final int VISITORS = 10;
  private static final int PER_SECOND = 60;

  private static Shang shang = Shang.in("release-it", 16566, 20080, 20443);
  private static ReleaseStage stage;
  private static BookingLoad load;
  private static String blue = "";

  @BeforeAll
  static void productionIsUpAndUnderLoad() throws IOException {
    shang.clear();
    shang = shang.inCheckoutOfItsOwn();
    var said = Shang.process(shang.upCommand("-d"));
    assertThat(said.exitCode()).as(said.all()).isZero();
    stage = new ReleaseStage(shang);
    load = new BookingLoad(shang.site("/"));
    load.come(VISITORS, PER_SECOND);
  }

  @AfterAll
  static void stop() throws IOException {
    load.close();
    shang.run("down");
  }

  private static JsonNode json(Said said) throws IOException {
    assertThat(said.exitCode()).as(said.all()).isZero();
    return JSON.readTree(said.out());
  }

  private static String page() throws IOException {
    try (var visitor = new PlainHttp(shang.site("/"))) {
      return visitor.ask("GET", "/", Map.of(), "").body();
    }
  }

  private static void editThePage() throws IOException {
    var page = shang.checkout().resolve("app/src/main/resources/web/index.html");
    var text = Files.readString(page);
    assertThat(text).contains(OLD_LINE);
    Files.writeString(page, text.replace(OLD_LINE, NEW_LINE));
  }

  @Test
  @Order(1)
  void what_runs_already_is_not_released() throws IOException {
    blue = stage.weights().keySet().iterator().next();

    assertThat(json(shang.run("release", "--json")).path("released").asBoolean()).isFalse();
    assertThat(shang.run("release", "list").out()).contains("Nothing was released yet");
  }

  @Test
  @Order(2)
  void an_edited_line_of_the_page_goes_out_and_no_visitor_notices() throws Exception {
    editThePage();
    var begun = json(shang.run("release", "--pace", PACE, "--detach", "--json"));
    var refused = shang.run("release");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.all()).contains("is under way", "./shang release watch");
    assertThat(shang.run("deploy", "--yes").all())
        .as("a deployment now could move its traffic")
        .contains("is under way");

    var id = begun.path("id").asText();
    stage.follow(id, BadRelease::bakes);
    assertThat(stage.scalingIsSuspended()).isTrue();
    assertThat(page()).contains(NEW_LINE);
    assertThat(stage.weights()).doesNotContainKey(blue);
    json(shang.run("release", "promote", "--json"));
    assertThat(json(shang.run("release", "watch", id, "--json")).path("sentence").asText())
        .startsWith("Released: ");

    assertThat(load.failures()).as("of %s requests", load.answered()).isEmpty();
  }

  @Test
  @Order(3)
  void scaling_goes_on_after_it() {
    stage.awaitScaling();
  }

  @Test
  @Order(4)
  void up_again_changes_nothing_and_moves_no_traffic() throws IOException {
    var said = Shang.process(shang.upCommand("-d"));

    assertThat(said.exitCode()).as(said.all()).isZero();
    assertThat(said.all())
        .contains("ProductionColour is green since a release")
        .doesNotContain("Pushed, not released");
    assertThat(stage.weights()).doesNotContainKey(blue);
    assertThat(page()).contains(NEW_LINE);
    assertThat(Shang.process(shang.upCommand("-d")).all())
        .as("the colours are recorded now")
        .doesNotContain("UPDATE_")
        .doesNotContain("since a release");
    assertThat(load.failures()).isEmpty();
  }

  @Test
  @Order(5)
  void a_failed_update_rolls_back_to_the_colour_that_is_live() throws IOException {
    var settings = Files.readString(Shang.PROJECT.resolve("environments/prod.yaml"));
    assertThat(settings).contains("healthCheckGraceSeconds: 60");
    // The service is frozen: CloudFormation cannot change even this (aws-cdk#23564).
    var frozen =
        Files.writeString(
            shang.home().resolveSibling("release-it.yaml"),
            settings.replace("healthCheckGraceSeconds: 60", "healthCheckGraceSeconds: 90"));

    var said = Shang.process(shang.upCommand("-d", "--environment", frozen.toString()));

    assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(said.all()).contains("UPDATE_ROLLBACK_COMPLETE");
    assertThat(stage.weights()).doesNotContainKey(blue);
    assertThat(page()).contains(NEW_LINE);
    assertThat(load.failures()).isEmpty();
    assertThat(Shang.process(shang.upCommand("-d")).exitCode()).isZero();
  }

  @Test
  @Order(6)
  void a_bad_release_is_taken_back_by_itself_and_only_canaries_meet_it() throws IOException {
    var image = stage.push(TestImage.bad("errors", target("errors.tar")));

    var said = shang.run("release", "--pace", PACE, "--image", image);

    assertThat(said.exitCode()).as(said.all()).isEqualTo(ExitCode.FAILED);
    assertThat(said.out()).contains("Rolled back: an alarm rang").contains("serves all requests.");
    assertThat(page()).contains(NEW_LINE);
    assertThat(stage.weights()).doesNotContainKey(blue);
    assertThat(load.failures()).as("green's own answers").isNotEmpty();
    assertThat(load.failures())
        .allSatisfy(failure -> assertThat(failure.by()).as(failure.what()).isEqualTo("bad"));
    load.failures().clear();
  }

  @Test
  @Order(7)
  void a_finished_release_is_taken_back_by_releasing_what_served_before() throws IOException {
    var begun = stage.releases().rollBack(stage.files(), new Way(Optional.of(20.0), false));
    stage.follow(begun, BadRelease::bakes);
    json(shang.run("release", "promote", "--json"));

    var end = json(shang.run("release", "watch", begun, "--json"));

    assertThat(end.path("sentence").asText()).startsWith("Rolled back: ");
    assertThat(page()).contains(OLD_LINE);
    assertThat(stage.weights()).containsOnlyKeys(blue);
    assertThat(load.failures()).isEmpty();
  }

  @Test
  @Order(8)
  void the_list_and_the_reports_tell_what_happened() throws IOException {
    var list = json(shang.run("release", "list", "--json"));

    assertThat(list.findValuesAsText("kind"))
        .containsExactly("rollback", "rollback", "release", "release");
    assertThat(list.findValuesAsText("status"))
        .containsExactly("Succeeded", "Succeeded", "Stopped", "Succeeded");
    var report = shang.home().resolveSibling("release-it.md");
    shang.run("release", "show", "3", "-o", report.toString());
    assertThat(Files.readString(report))
        .contains("Rolled back: an alarm rang", "## Timeline", "| AllowTraffic | Failed |")
        .contains("green, requests/s");
    assertThat(json(shang.run("release", "show", "--format", "json")).path("sentence").asText())
        .startsWith("Rolled back: ");
  }

  @Test
  @Order(9)
  void no_booking_was_lost_and_none_taken_twice() throws Exception {
    assertThat(load.booked()).isGreaterThan(100);
    assertThat(load.settle()).isEmpty();
    assertThat(load.failures()).isEmpty();
  }

  private static Path target(String name) {
    return Shang.PROJECT.resolve("ops/target").resolve(name);
  }
}
