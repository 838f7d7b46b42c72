package com.shangwellness.region.codebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.shells.Act;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codebuild.model.ReportStatusType;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.codebuild.model.TestCase;

/** What others hear of builds: events, metrics, test reports. */
@SuppressWarnings("StringConcatToTextBlock")
class BuildRecordsTest {

  private static final String SPEC =
      "version: 0.2\n"
          + "phases:\n"
          + "  build:\n"
          + "    commands: [make]\n"
          + "reports:\n"
          + "  unit:\n"
          + "    files: ['*.xml']\n";
  private static final String JUNIT =
      """
      <testsuite name="Web" tests="3">
        <testcase name="works" classname="WebTest" time="0.5"/>
        <testcase name="breaks" classname="WebTest" time="1"><failure message="no"/></testcase>
        <testcase name="rests" classname="WebTest"><skipped/></testcase>
      </testsuite>
      """;

  @TempDir Path folder;
  private BuildStage at;

  @BeforeEach
  void stage() {
    at = new BuildStage(folder).furnished();
    at.project("web", SPEC);
    at.shell.behave("make", Act.succeeds().writing("a.xml", JUNIT));
  }

  private List<JsonNode> events(String type) throws Exception {
    var found = new java.util.ArrayList<JsonNode>();
    for (var event : at.events) {
      if (event.startsWith(type + " ")) {
        found.add(new JsonMapper().readTree(event.substring(type.length() + 1)));
      }
    }
    return found;
  }

  @Test
  void the_beginning_and_the_end_of_a_build_are_events() throws Exception {
    var build = at.runs("web");
    var states = events("CodeBuild Build State Change");
    assertThat(states)
        .extracting(detail -> detail.path("build-status").asText())
        .containsExactly("IN_PROGRESS", "SUCCEEDED");
    var last = states.getLast();
    assertThat(last.path("project-name").asText()).isEqualTo("web");
    assertThat(last.path("build-id").asText()).isEqualTo(build.arn());
    assertThat(last.path("current-phase").asText()).isEqualTo("COMPLETED");
    assertThat(last.at("/additional-information/build-complete").asBoolean()).isTrue();
    assertThat(last.at("/additional-information/logs/group-name").asText())
        .isEqualTo("/aws/codebuild/web");
    assertThat(last.at("/additional-information/build-start-time").asText())
        .isEqualTo("Jan 1, 2026 12:00:00 AM");
  }

  @Test
  void each_phase_that_ends_is_an_event() throws Exception {
    at.shell.behave("make", Act.exits(1));
    at.runs("web");
    assertThat(events("CodeBuild Build Phase Change"))
        .extracting(
            detail ->
                detail.path("completed-phase").asText()
                    + " "
                    + detail.path("completed-phase-status").asText())
        .contains("SUBMITTED SUCCEEDED", "BUILD FAILED", "FINALIZING SUCCEEDED");
    assertThat(events("CodeBuild Build Phase Change"))
        .anyMatch(
            detail ->
                detail
                    .path("completed-phase-context")
                    .asText()
                    .equals(
                        "[COMMAND_EXECUTION_ERROR: Error while executing command: make. Reason:"
                            + " exit status 1]"));
  }

  @Test
  void builds_are_counted_and_timed_for_the_project_and_for_the_account() {
    at.runs("web");
    at.shell.behave("make", Act.exits(1));
    at.runs("web");
    for (var of : List.of(new String[] {"ProjectName=web"}, new String[0])) {
      assertThat(at.metrics.sum("AWS/CodeBuild", "Builds", of)).isEqualTo(2);
      assertThat(at.metrics.sum("AWS/CodeBuild", "SucceededBuilds", of)).isEqualTo(1);
      assertThat(at.metrics.sum("AWS/CodeBuild", "FailedBuilds", of)).isEqualTo(1);
      assertThat(at.metrics.values("AWS/CodeBuild", "Duration", of)).containsExactly(1.0, 1.0);
      assertThat(at.metrics.values("AWS/CodeBuild", "BuildDuration", of)).containsExactly(1.0);
    }
  }

  @Test
  void test_reports_are_read_and_belong_to_a_group_of_the_project() {
    var build = at.runs("web");
    assertThat(build.buildStatus()).isEqualTo(StatusType.SUCCEEDED);
    var report =
        at.stage
            .ask(() -> at.codeBuild.batchGetReports(r -> r.reportArns(build.reportArns())))
            .reports()
            .getFirst();
    assertThat(report.status()).isEqualTo(ReportStatusType.FAILED);
    assertThat(report.reportGroupArn())
        .isEqualTo("arn:aws:codebuild:ap-south-1:123456789012:report-group/web-unit");
    assertThat(report.testSummary().total()).isEqualTo(3);
    assertThat(report.testSummary().durationInNanoSeconds()).isEqualTo(1_500_000_000L);
    assertThat(report.testSummary().statusCounts())
        .containsEntry("SUCCEEDED", 1)
        .containsEntry("FAILED", 1)
        .containsEntry("SKIPPED", 1);
    assertThat(
            at.stage
                .ask(
                    () ->
                        at.codeBuild.describeTestCases(
                            r -> r.reportArn(report.arn()).filter(f -> f.status("FAILED"))))
                .testCases())
        .extracting(TestCase::name)
        .containsExactly("breaks");
    assertThat(
            at.stage.refused(
                () -> at.codeBuild.deleteReportGroup(r -> r.arn(report.reportGroupArn()))))
        .startsWith("InvalidInputException: Report group contains reports");
  }
}
