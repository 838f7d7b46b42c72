package com.shangwellness.ops.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.release.Releases.Way;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.codedeploy.model.CodeDeployException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.sso.auth.ExpiredTokenException;

class ReleaseFollowerTest extends ReleasesStage {
  private static final int ENOUGH = 100;

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger seen = new AtomicInteger();
  private String id = "";

  @BeforeEach
  void aReleaseIsUnderWay() {
    id = begin(REPOSITORY + ":two", Way.USUAL);
  }

  static Stream<RuntimeException> passing() {
    return Stream.of(
        SdkClientException.create("Unable to execute HTTP request"),
        error(400, "ThrottlingException"),
        error(400, "RequestLimitExceeded"),
        error(429, "TooManyRequestsException"),
        error(500, "InternalFailure"),
        error(503, "ServiceUnavailable"));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void what_passes_by_itself_is_waited_for(RuntimeException trouble) {
    aws.codeDeploy()
        .then(
            failing(trouble),
            failing(trouble),
            () -> {},
            () -> ends(id, DeploymentStatus.SUCCEEDED));

    assertThat(follow().isGood()).isTrue();
    assertThat(seen).hasValue(2);
  }

  @ParameterizedTest
  @MethodSource("passing")
  void after_five_minutes_of_it_the_release_is_left_to_itself(RuntimeException trouble) {
    aws.codeDeploy().then(() -> {});
    IntStream.range(0, 12).forEach(i -> aws.codeDeploy().then(failing(trouble)));

    assertThatThrownBy(this::follow)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("nobody has answered for 5 minutes")
        .hasMessageContaining(trouble.getMessage())
        .hasMessageContaining("release " + id + " goes on without us");
    assertThat(seen).hasValue(1);
  }

  @Test
  void an_answer_in_between_begins_the_five_minutes_anew() {
    for (int i = 0; i < 20; i++) {
      aws.codeDeploy().then(failing(error(503, "ServiceUnavailable")), () -> {});
    }
    aws.codeDeploy().then(() -> ends(id, DeploymentStatus.SUCCEEDED));

    assertThat(follow().isGood()).isTrue();
  }

  static Stream<Arguments> expired() {
    return Stream.of(
        arguments(error(400, "ExpiredTokenException"), "ExpiredTokenException"),
        arguments(error(403, "ExpiredToken"), "ExpiredToken"),
        arguments(error(400, "RequestExpired"), "RequestExpired"),
        arguments(
            ExpiredTokenException.builder().message("The SSO session has expired").build(),
            "ExpiredTokenException"));
  }

  @ParameterizedTest
  @MethodSource("expired")
  void credentials_that_have_expired_are_called_so_at_once_and_the_release_goes_on(
      RuntimeException trouble, String code) {
    aws.codeDeploy().then(() -> {}, failing(trouble));

    assertThatThrownBy(this::follow)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("your credentials have expired (" + code + ")")
        .hasMessageContaining("log in again")
        .hasMessageContaining("release " + id + " goes on without us")
        .hasMessageContaining("./shang release watch");
  }

  @ParameterizedTest
  @CsvSource({"400, AccessDeniedException", "400, DeploymentDoesNotExistException"})
  void what_does_not_pass_is_told_at_once_as_it_is(int status, String code) {
    var trouble = error(status, code);
    aws.codeDeploy().then(failing(trouble));

    assertThatThrownBy(this::follow).isSameAs(trouble);
  }

  private ReleaseState follow() {
    var reader =
        new ReleaseReader(aws, new ReleaseClients(aws.clients("ap-south-1"), GROUP), nanos::get);
    return new ReleaseFollower(
            reader, () -> nanos.addAndGet(Duration.ofSeconds(30).toNanos()), nanos::get)
        .follow(id, state -> seen.incrementAndGet() < ENOUGH);
  }

  private static Runnable failing(RuntimeException trouble) {
    return () -> {
      throw trouble;
    };
  }

  private static RuntimeException error(int status, String code) {
    return CodeDeployException.builder()
        .statusCode(status)
        .message(code + " it is")
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
        .build();
  }
}
