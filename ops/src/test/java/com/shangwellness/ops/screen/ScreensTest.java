package com.shangwellness.ops.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.production.Snapshot;
import com.shangwellness.ops.production.Snapshot.DatabaseState;
import com.shangwellness.ops.production.Snapshot.InstanceState;
import com.shangwellness.ops.production.Snapshot.ServiceState;
import com.shangwellness.ops.production.Snapshot.StackState;
import com.shangwellness.ops.production.Snapshot.TaskSetState;
import com.shangwellness.ops.production.Snapshot.TaskState;
import com.shangwellness.ops.progress.Happening;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScreensTest {
  private static final long SECOND = 1_000_000_000L;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Terminal plain = new Terminal(out, false, false, 100);

  @Test
  void the_live_view_has_a_bar_for_each_stack_and_names_the_resource_in_progress() {
    var board = new Board();
    board.take(new Happening.Planned(List.of("p-network", "p-data", "p-service")), 0);
    board.take(new Happening.Begun("p-network", 4), 0);
    board.take(new Happening.Moved("p-network", 4, 4, "Vpc", "CREATE_COMPLETE", ""), SECOND);
    board.take(new Happening.Ended("p-network", "created"), 2 * SECOND);
    board.take(new Happening.Begun("p-data", 20), 2 * SECOND);
    board.take(new Happening.Moved("p-data", 5, 20, "Writer", "CREATE_IN_PROGRESS", ""), SECOND);

    assertThat(board.lines(plain, 5 * SECOND + SECOND / 2))
        .containsExactly(
            "  ✓ p-network  ████████████████████ 4/4      created                           2.0 s",
            "  ▸ p-data     █████░░░░░░░░░░░░░░░ 5/20     Writer                            3.5 s",
            "  · p-service");
  }

  @Test
  void a_line_is_never_wider_than_the_terminal() {
    var board = new Board();
    var name = "a-stack-with-a-very-long-name-indeed-it-is";
    board.take(new Happening.Begun(name, 20), 0);
    board.take(new Happening.Moved(name, 5, 20, "x".repeat(90), "CREATE_IN_PROGRESS", ""), 0);

    for (int width : List.of(40, 60, 80, 100, 200)) {
      assertThat(board.lines(new Terminal(out, true, false, width), 61 * SECOND))
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }
  }

  @Test
  void without_a_terminal_there_is_one_plain_line_for_each_event() {
    var now = new AtomicLong();
    try (var view = new PlainView(plain, true, now::get)) {
      view.on(new Happening.Begun("p-data", 2));
      view.on(new Happening.Proposed("p-data", List.of("+ Key  AWS::KMS::Key")));
      view.on(new Happening.Moved("p-data", 1, 2, "Key", "CREATE_COMPLETE", "AWS::KMS::Key"));
      now.set(3 * SECOND);
      view.on(new Happening.Failed("p-data", "ROLLBACK_COMPLETE"));
      view.remarks("A remark.");
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            p-data: begins
            p-data: 1 resource changes
              + Key  AWS::KMS::Key
            p-data: 1/2 Key CREATE_COMPLETE (AWS::KMS::Key)
            p-data: failed: ROLLBACK_COMPLETE in 3.0 s
            A remark.
            """);
  }

  @Test
  void the_status_screen_shows_stacks_service_tasks_and_database() {
    assertThat(String.join("\n", new StatusScreen(plain).lines(production())))
        .isEqualTo(
            """
            Shangwellness  local  669097061043/ap-south-1  http://127.0.0.1:8080/

            Stacks
              p-network  CREATE_COMPLETE
              p-service  UPDATE_COMPLETE

            Service
              p-web  2 of 2 running  0 pending  web:7

            Tasks
              3f2a  ap-south-1a  10.0.10.5  RUNNING  healthy
              9bc1  ap-south-1b  10.0.11.7  RUNNING  unhealthy  Request timed out

            Database
              p-aurora  available  p-aurora.cluster-x
                one     available  writer in ap-south-1a\
            """);
  }

  @Test
  void colours_are_for_terminals_and_respect_no_color() {
    var terminal = Map.of("shang.terminal", "true", "shang.columns", "120");

    assertThat(Terminal.of(out, terminal, Map.of())).isEqualTo(new Terminal(out, true, true, 120));
    assertThat(Terminal.of(out, terminal, Map.of("NO_COLOR", "1")).colours()).isFalse();
    assertThat(Terminal.of(out, terminal, Map.of("TERM", "dumb")).live()).isFalse();
    assertThat(Terminal.of(out, Map.of(), Map.of()).colours()).isFalse();
  }

  @Test
  void during_a_release_the_status_screen_shows_both_colours() {
    var both =
        production(
            List.of(
                new TaskSetState("PRIMARY", "arn:task-definition/web:7", 2, 2, "STEADY_STATE"),
                new TaskSetState("ACTIVE", "arn:task-definition/web:8", 2, 1, "STABILIZING")));

    assertThat(new StatusScreen(plain).lines(both))
        .contains(
            "    PRIMARY  2 of 2 running  STEADY_STATE  web:7",
            "    ACTIVE   1 of 2 running  STABILIZING   web:8");
  }

  private static Snapshot production() {
    return production(List.of());
  }

  private static Snapshot production(List<TaskSetState> sets) {
    return new Snapshot(
        "local",
        "669097061043",
        "ap-south-1",
        "http://127.0.0.1:8080/",
        List.of(
            new StackState("p-network", "CREATE_COMPLETE"),
            new StackState("p-service", "UPDATE_COMPLETE")),
        List.of(new ServiceState("p-cluster", "p-web", 2, 2, 0, "arn:task-definition/web:7", sets)),
        List.of(
            new TaskState("3f2a", "ap-south-1a", "10.0.10.5", "RUNNING", "healthy", ""),
            new TaskState(
                "9bc1", "ap-south-1b", "10.0.11.7", "RUNNING", "unhealthy", "Request timed out")),
        List.of(
            new DatabaseState(
                "p-aurora",
                "available",
                "p-aurora.cluster-x",
                List.of(new InstanceState("one", "writer", "ap-south-1a", "available")))));
  }
}
