package com.shangwellness.region.sts;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.testing.Stage;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StsTest {

  private static final String ROLE = "arn:aws:iam::123456789012:role/task";

  private final Stage stage = new Stage();
  private final Iam iam = new Iam(stage.place, stage.timeline, stage.store, stage.ids);
  private final Sessions sessions = new Sessions(stage.timeline, stage.store, stage.ids);
  private final Sts sts = new Sts(stage.place, iam, sessions);

  @BeforeEach
  void a_role_that_tasks_may_assume() {
    trust("{\"Service\":\"ecs-tasks.amazonaws.com\"}", "{}");
  }

  private void trust(String principal, String condition) {
    var document =
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":"
            + principal
            + ",\"Condition\":"
            + condition
            + "}}";
    try {
      stage.ask(() -> iam.deleteRole(r -> r.roleName("task")));
    } catch (software.amazon.awssdk.services.iam.model.NoSuchEntityException e) {
      assertThat(e).hasMessageContaining("task");
    }
    stage.ask(() -> iam.createRole(r -> r.roleName("task").assumeRolePolicyDocument(document)));
  }

  @Test
  void a_session_of_a_role_is_known_by_its_access_key_until_it_expires() {
    var answer =
        stage.askAs(
            "ecs-tasks.amazonaws.com",
            () -> sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("task-1")));
    var key = answer.credentials().accessKeyId();
    var session = "arn:aws:sts::123456789012:assumed-role/task/task-1";

    assertThat(answer.assumedRoleUser().arn()).isEqualTo(session);
    assertThat(sessions.principalOf(key)).contains(session);
    stage.passes(Duration.ofMinutes(59));
    assertThat(sessions.principalOf(key)).isPresent();
    stage.passes(Duration.ofMinutes(1));
    assertThat(sessions.principalOf(key)).isEmpty();
    assertThat(sessions.expiryOf(key)).isEmpty();
  }

  @ParameterizedTest(name = "{0} trusts {1}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"Service\":\"ecs-tasks.amazonaws.com\"} | ecs-tasks.amazonaws.com | {} | true",
        "{\"Service\":\"ecs-tasks.amazonaws.com\"} | rds.amazonaws.com | {} | false",
        "{\"Service\":\"ecs-tasks.amazonaws.com\"} | arn:aws:iam::123456789012:user/ops | {} |"
            + " false",
        "{\"AWS\":\"123456789012\"} | arn:aws:iam::123456789012:user/ops | {} | true",
        "{\"AWS\":\"arn:aws:iam::123456789012:root\"} | arn:aws:iam::123456789012:root | {} | true",
        "{\"AWS\":\"arn:aws:iam::123456789012:root\"} | ecs-tasks.amazonaws.com | {} | false",
        "{\"AWS\":\"arn:aws:iam::123456789012:user/ops\"} | arn:aws:iam::123456789012:user/ops | {}"
            + " | true",
        "{\"AWS\":\"arn:aws:iam::123456789012:user/ops\"} | arn:aws:iam::123456789012:user/dev | {}"
            + " | false",
        "`*` | arn:aws:iam::123456789012:user/ops | {} | true",
        "{\"AWS\":\"123456789012\"} | arn:aws:iam::123456789012:user/ops |"
            + " {\"StringEquals\":{\"sts:ExternalId\":\"x\"}} | false",
      })
  void a_role_is_assumed_by_those_whom_its_trust_policy_names(
      String principal, String caller, String condition, boolean admitted) {
    trust(principal.equals("*") ? "\"*\"" : principal, condition);

    var thrown =
        org.assertj.core.api.Assertions.catchThrowable(
            () ->
                stage.askAs(
                    caller, () -> sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("s-1"))));

    if (admitted) {
      assertThat(thrown).isNull();
    } else {
      assertThat(thrown)
          .hasMessageContaining(
              "User: "
                  + caller
                  + " is not authorized to perform: sts:AssumeRole on resource: "
                  + ROLE);
    }
  }

  @Test
  void a_missing_role_is_refused_as_one_that_does_not_trust() {
    assertThat(
            stage.refused(() -> sts.assumeRole(r -> r.roleArn(ROLE + "-2").roleSessionName("s-1"))))
        .startsWith("AccessDenied: User: arn:aws:iam::123456789012:root is not authorized");
  }

  @Test
  void the_session_is_no_longer_than_the_role_allows() {
    trust("{\"AWS\":\"123456789012\"}", "{}");

    assertThat(
            stage.refused(
                () ->
                    sts.assumeRole(
                        r -> r.roleArn(ROLE).roleSessionName("s-1").durationSeconds(7200))))
        .isEqualTo(
            "ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for"
                + " this role.");
  }

  @Test
  void the_caller_is_who_asks() {
    trust("{\"AWS\":\"123456789012\"}", "{}");
    var root = stage.ask(() -> sts.getCallerIdentity(r -> {}));
    var session =
        stage.askAs(
            "arn:aws:sts::123456789012:assumed-role/task/s-1",
            () -> sts.getCallerIdentity(r -> {}));

    assertThat(root.arn()).isEqualTo("arn:aws:iam::123456789012:root");
    assertThat(root.userId()).isEqualTo("123456789012");
    assertThat(session.userId()).matches("AROA[A-Z0-9]{17}:s-1");
  }
}
