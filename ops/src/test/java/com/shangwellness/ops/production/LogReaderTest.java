package com.shangwellness.ops.production;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.fake.FakeTarget;
import com.shangwellness.ops.production.LogReader.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogReaderTest {
  private final FakeTarget aws = new FakeTarget();
  private final List<String> lines = new ArrayList<>();

  @Test
  void after_a_long_down_the_last_hour_of_the_regions_own_time_is_shown() {
    // The region's clock stood still for two days: its newest line is that old by ours.
    var regionNow = Instant.now().minus(Duration.ofDays(2));
    aws.logs().wrote(regionNow.minus(Duration.ofMinutes(90)), "3f2a", "too old");
    aws.logs().wrote(regionNow.minus(Duration.ofMinutes(50)), "3f2a", "before the down");
    aws.logs().wrote(regionNow, "3f2a", "listening");

    read(Optional.empty());

    assertThat(lines).containsExactly("before the down", "listening");
  }

  @Test
  void an_empty_log_has_no_lines() {
    read(Optional.empty());

    assertThat(lines).isEmpty();
  }

  @Test
  void one_task_alone_is_chosen_by_the_beginning_of_its_id() {
    aws.logs().wrote(Instant.EPOCH, "3f2a", "ours");
    aws.logs().wrote(Instant.EPOCH, "9bc1", "another's");

    read(Optional.of("3f"));

    assertThat(lines).containsExactly("ours");
  }

  @Test
  void reading_on_shows_what_came_late_and_nothing_twice() {
    aws.logs().wrote(Instant.ofEpochSecond(100), "3f2a", "first");
    var logs = read(Optional.empty());
    aws.logs().wrote(Instant.ofEpochSecond(95), "9bc1", "late");

    logs.readOn(line -> lines.add(line.message()));

    assertThat(lines).containsExactly("first", "late");
  }

  @Test
  void a_pattern_is_for_cloudwatch_to_match_and_so_is_the_group() {
    aws.logs().wrote(Instant.EPOCH, "3f2a", "GET / 200");
    aws.logs().wrote(Instant.EPOCH, "3f2a", "GET /book 500");

    LogReader.of(aws.logs(), new Wanted("/web", Optional.empty(), Optional.of("500")))
        .readBack(Duration.ofMinutes(60), line -> lines.add(line.message()));
    LogReader.of(aws.logs(), new Wanted("/other", Optional.empty(), Optional.empty()))
        .readBack(Duration.ofMinutes(60), line -> lines.add(line.message()));

    assertThat(lines).containsExactly("GET /book 500");
  }

  @Test
  void the_group_is_the_one_that_the_task_definition_names() {
    assertThat(LogReader.group(aws.ecs(), "web:1")).isEqualTo("/web");
  }

  private LogReader read(Optional<String> task) {
    var logs = LogReader.of(aws.logs(), new Wanted("/web", task, Optional.empty()));
    logs.readBack(Duration.ofMinutes(60), line -> lines.add(line.message()));
    return logs;
  }
}
