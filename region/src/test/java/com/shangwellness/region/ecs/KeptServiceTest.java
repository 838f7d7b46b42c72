package com.shangwellness.region.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.codec.Codec;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;

class KeptServiceTest {

  private static final RestartBackoff FAILED = RestartBackoff.NONE.failed(Instant.EPOCH);

  private static KeptService withSets(String... ids) {
    var sets = Stream.of(ids).map(id -> TaskSet.builder().id(id).build()).toList();
    return KeptService.of(Service.builder().serviceName("web").taskSets(sets).build());
  }

  @Test
  void a_service_of_an_older_store_has_nothing_to_wait_for() throws JsonProcessingException {
    var json =
        new JsonMapper()
            .readTree(
                """
                {"service": {"serviceName": "web", "taskSets": [{"id": "blue"}]},
                 "failures": 3, "nextStart": "2026-01-01T00:00:00Z", "steady": true}\\
                """);

    var service = Codec.of(KeptService.class).decode(json);

    assertThat(service.service().serviceName()).isEqualTo("web");
    assertThat(service.steady()).isTrue();
    assertThat(service.backoff("blue")).isEqualTo(RestartBackoff.NONE);
  }

  @Test
  void what_is_kept_of_a_task_set_comes_back_and_goes_when_it_does() {
    var kept =
        withSets("blue", "green")
            .withBackoff("green", FAILED)
            .withAsked("green", CreateTaskSetRequest.builder().clientToken("once").build());
    var codec = Codec.of(KeptService.class);

    assertThat(codec.decode(codec.encode(kept))).isEqualTo(kept);
    assertThat(kept.backoff("blue")).isEqualTo(RestartBackoff.NONE);
    assertThat(kept.backoff("green")).isEqualTo(FAILED);
    var alone = kept.with(s -> s.taskSets(TaskSet.builder().id("blue").build()));
    assertThat(alone.backoffs()).isEmpty();
    assertThat(alone.asked()).isEmpty();
    assertThat(alone.withBackoff("green", FAILED)).isEqualTo(alone);
  }
}
