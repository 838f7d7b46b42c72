package com.shangwellness.ops.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.fake.FakeTarget;
import com.shangwellness.ops.production.Production;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushTest {
  private static final SourceArchive ARCHIVE =
      new SourceArchive(
          new Revision("3f2a".repeat(10), true, "Der Kurs für Anfänger"), 3, 100, List.of());

  @TempDir private Path folder;
  private final FakeTarget aws = new FakeTarget();

  @BeforeEach
  void aPipeline() {
    aws.cloudFormation()
        .is("p-delivery", "CREATE_COMPLETE", Map.of("Shop", "AWS::CodePipeline::Pipeline"));
  }

  private DeliveryPipeline pipeline() {
    return DeliveryPipeline.of(new Production(aws, List.of("p-delivery")));
  }

  private Push push(Optional<Double> pace) {
    return new Push(pipeline(), "123456789012", pace);
  }

  private Path zip() throws IOException {
    return Files.writeString(folder.resolve("source.zip"), "PK");
  }

  @Test
  void the_source_goes_where_the_pipeline_takes_it_from_and_says_what_it_is() throws IOException {
    var push = push(Optional.empty());

    var version = push.upload(push.bucket(), ARCHIVE, zip());

    assertThat(version).isEqualTo("version-1");
    var request = aws.s3().requests().getFirst();
    assertThat(request.bucket() + "/" + request.key()).isEqualTo("src/k.zip");
    assertThat(request.expectedBucketOwner()).isEqualTo("123456789012");
    assertThat(request.metadata())
        .containsEntry(
            "codepipeline-artifact-revision-summary", "3f2a3f2a3f2a-dirty Der Kurs f?r Anf?nger");
    assertThat(request.overrideConfiguration()).isEmpty();
  }

  @Test
  void the_pace_of_the_release_goes_with_the_source() throws IOException {
    var push = push(Optional.of(20.0));

    push.upload(push.bucket(), ARCHIVE, zip());

    assertThat(aws.s3().requests().getFirst().overrideConfiguration().orElseThrow().headers())
        .containsEntry("x-region-pace", List.of("20.0"));
  }

  @Test
  void of_a_git_source_it_is_said_that_git_push_starts_it() {
    aws.codePipeline().takesFromGit();

    assertThatThrownBy(() -> push(Optional.empty()).bucket())
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("the branch main of shop/web")
        .hasMessageContaining("git push");
  }

  @Test
  void the_execution_is_the_one_that_took_this_version_and_no_other() {
    aws.codePipeline().begins("older");
    aws.codePipeline().takes("older", "version-0");
    aws.codePipeline().then(() -> {});
    aws.codePipeline().then(() -> aws.codePipeline().begins("ours"));
    aws.codePipeline().then(() -> aws.codePipeline().takes("ours", "version-1"));

    assertThat(push(Optional.empty()).execution("version-1", () -> {}, 10)).isEqualTo("ours");
  }

  @Test
  void a_pipeline_that_does_not_begin_is_told() {
    aws.codePipeline().begins("older");

    assertThatThrownBy(() -> push(Optional.empty()).execution("version-1", () -> {}, 3))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("no execution of physical-Shop has taken it yet");
  }

  @Test
  void where_there_is_no_pipeline_it_is_said() {
    var none = new Production(aws, List.of("p-other"));

    assertThatThrownBy(() -> DeliveryPipeline.of(none))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.NOT_RUNNING));
  }
}
