package com.shangwellness.region.codepipeline;

import static com.shangwellness.region.codepipeline.Declarations.build;
import static com.shangwellness.region.codepipeline.Declarations.deploy;
import static com.shangwellness.region.codepipeline.Declarations.of;
import static com.shangwellness.region.codepipeline.Declarations.release;
import static com.shangwellness.region.codepipeline.Declarations.source;
import static com.shangwellness.region.codepipeline.Declarations.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;

/** What the action makes of the three files of a release. */
@SuppressWarnings("BadImport")
class EcsBlueGreenTest {

  private static final String NO_TASK_DEFINITION =
      "ConfigurationError: Exception while trying to read the task definition artifact file from:"
          + " built (taskdef.json)";
  private static final String NO_IMAGE =
      "ConfigurationError: Exception while trying to read the image artifact file from the"
          + " artifact: built.";

  @TempDir Path folder;
  private TestDelivery delivery;

  @BeforeEach
  void begin() {
    delivery = new TestDelivery(folder);
    delivery.upload("first");
  }

  @AfterEach
  void end() {
    delivery.close();
  }

  private void create(ActionDeclaration.Builder deploy) {
    delivery.create(
        of(stage("Source", source()), stage("Build", build()), stage("Deploy", deploy)).build());
  }

  private static Map<String, String> with(String file, String text) {
    var files = new HashMap<>(release());
    files.put(file, text);
    return files;
  }

  private static Map<String, String> without(String file) {
    var files = new HashMap<>(release());
    files.remove(file);
    return files;
  }

  static Stream<Arguments> files() {
    return Stream.of(
        arguments(without("taskdef.json"), NO_TASK_DEFINITION),
        arguments(
            without("appspec.yaml"),
            "ConfigurationError: Exception while trying to read the appspec artifact file from:"
                + " built"),
        arguments(without("imageDetail.json"), NO_IMAGE),
        arguments(with("imageDetail.json", "no json"), NO_IMAGE + " It is no JSON: "),
        arguments(with("imageDetail.json", "{\"Image\":\"x\"}"), NO_IMAGE + " It has no ImageURI."),
        arguments(
            with("taskdef.json", "[]"),
            "ConfigurationError: The task definition file in built is not valid: it is no JSON"
                + " object"),
        arguments(
            with("taskdef.json", "{\"family\":\"shop\",\"containers\":[]}"),
            "ConfigurationError: The task definition file in built is not valid:"
                + " RegisterTaskDefinition takes no [containers]"),
        arguments(
            with("taskdef.json", "{\"family\":\"shop\",\"containerDefinitions\":7"),
            "ConfigurationError: The task definition file in built is not valid: "),
        // Random text does not compress: the artifact is too large, though the file is there.
        arguments(with("rest.txt", noise(4 << 20)), NO_TASK_DEFINITION),
        // A bomb: a small artifact, a large file.
        arguments(with("taskdef.json", " ".repeat(2 << 20)), NO_TASK_DEFINITION));
  }

  private static String noise(int length) {
    var random = new Random(1);
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) (' ' + random.nextInt(90)));
    }
    return text.toString();
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("files")
  void files_that_cannot_be_used_fail_with_the_words_of_aws(
      Map<String, String> files, String failure) {
    create(deploy());
    delivery.buildSucceeds("built", files);
    assertThat(delivery.failure("Deploy", "Deploy")).startsWith(failure);
    assertThat(delivery.deployments.started).isEmpty();
    assertThat(delivery.tasks.registered).isEmpty();
  }

  @Test
  void an_artifact_that_is_no_zip_file_or_is_gone_cannot_be_read() {
    create(deploy());
    var artifact = delivery.builds.started.getFirst().artifactsOverride();
    delivery.put(TestDelivery.ARTIFACT_BUCKET, TestDelivery.key(artifact), new byte[] {1, 2, 3});
    delivery.buildEnds();
    assertThat(delivery.failure("Deploy", "Deploy")).isEqualTo(NO_TASK_DEFINITION);

    delivery.start();
    delivery.buildEnds();
    assertThat(delivery.failure("Deploy", "Deploy")).isEqualTo(NO_TASK_DEFINITION);
  }

  @Test
  void an_image_without_its_placeholder_is_a_mistake_of_the_pipeline() {
    var configuration = new HashMap<>(deploy().build().configuration());
    configuration.remove("Image1ContainerName");
    create(deploy().configuration(configuration));
    delivery.buildSucceeds("built", release());
    assertThat(delivery.failure("Deploy", "Deploy"))
        .isEqualTo(
            "ConfigurationError: Action configuration is missing 'Image1ContainerName'"
                + " configuration.");
  }

  @Test
  void files_may_be_called_otherwise_and_what_a_description_adds_is_left_out() {
    var configuration = new HashMap<>(deploy().build().configuration());
    configuration.put("TaskDefinitionTemplatePath", "deploy/task.json");
    configuration.put("AppSpecTemplatePath", "deploy/spec.yml");
    create(deploy().configuration(configuration));
    delivery.buildSucceeds(
        "built",
        Map.of(
            "deploy/task.json",
            "{\"family\":\"shop\",\"revision\":3,\"status\":\"ACTIVE\",\"cpu\":512,"
                + "\"containerDefinitions\":[{\"image\":\"<IMAGE1_NAME>\"},"
                + "{\"image\":\"<OTHER>\"}]}",
            "deploy/spec.yml",
            "x: <TASK_DEFINITION>",
            "imageDetail.json",
            "{\"ImageURI\":\"a\\\"b\"}"));
    var definition = delivery.tasks.registered.getFirst();
    assertThat(definition.cpu()).isEqualTo("512");
    assertThat(definition.containerDefinitions())
        .extracting(container -> container.image())
        .containsExactly("a\"b", "<OTHER>");
    assertThat(delivery.deployments.started.getFirst().revision().appSpecContent().content())
        .isEqualTo("x: arn:aws:ecs:ap-south-1:123456789012:task-definition/shop:1");
  }

  @Test
  void a_deployment_that_is_refused_fails_the_action_with_the_refusal() {
    create(deploy());
    delivery.buildSucceeds("built", release());
    var first = delivery.executions().getFirst().pipelineExecutionId();
    delivery.stage.ask(
        () ->
            delivery.pipelines.stopPipelineExecution(
                r -> r.pipelineName(TestDelivery.NAME).pipelineExecutionId(first).abandon(true)));
    delivery.start();
    delivery.buildSucceeds("built", release());
    assertThat(delivery.failure("Deploy", "Deploy"))
        .isEqualTo(
            "JobFailed: The Deployment Group 'shop-group' already has an active Deployment 'd-1'");
  }
}
