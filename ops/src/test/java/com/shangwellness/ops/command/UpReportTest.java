package com.shangwellness.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.assembly.Place;
import com.shangwellness.ops.machine.Ports;
import com.shangwellness.ops.machine.RegionRecord;
import com.shangwellness.ops.production.Snapshot;
import com.shangwellness.ops.rollout.Rollout;
import com.shangwellness.ops.rollout.Rollout.ImageState;
import com.shangwellness.ops.screen.Terminal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpReportTest {
  private static final Terminal PLAIN = new Terminal(System.out, false, false, 100);

  @Test
  void an_image_that_no_task_runs_is_told_with_what_to_do() {
    assertThat(report(new ImageState("sha-new", Set.of("sha-old"))))
        .contains(
            "  Pushed, not released: the tasks run sha-old, and what was built now is sha-new.",
            "  Release it, and watch it take over: ./shang release");
  }

  @Test
  void an_image_that_runs_is_not_worth_a_line() {
    assertThat(report(new ImageState("sha-new", Set.of("sha-new"))))
        .noneMatch(line -> line.contains("released"));
  }

  @Test
  void the_aws_command_of_either_version_finds_its_region() {
    assertThat(report(new ImageState("", Set.of())))
        .anyMatch(line -> line.contains(" AWS_DEFAULT_REGION=ap-south-1"));
  }

  private static List<String> report(ImageState image) {
    var place = new Place("669097061043", "ap-south-1");
    var none = List.<Snapshot.StackState>of();
    var snapshot =
        new Snapshot(
            "local",
            place.account(),
            place.region(),
            "http://127.0.0.1:8080/",
            none,
            List.of(),
            List.of(),
            List.of());
    return new UpReport(
            new RegionRecord(1, 1, Ports.USUAL, place, 1),
            new Rollout.Result(Map.of(), Map.of(), image, snapshot),
            true)
        .lines(PLAIN);
  }
}
