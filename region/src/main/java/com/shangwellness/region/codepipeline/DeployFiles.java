package com.shangwellness.region.codepipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.archives.ZipArchive;
import com.shangwellness.region.codec.SdkJson;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/**
 * What a release is made of, out of the artifacts that the action names: {@code taskdef.json},
 * {@code appspec.yaml} (each may be called otherwise) and {@code imageDetail.json}.
 */
final class DeployFiles {

  static final String TASK_ARTIFACT = "TaskDefinitionTemplateArtifact";
  static final String TASK_PATH = "TaskDefinitionTemplatePath";
  static final String APPSPEC_ARTIFACT = "AppSpecTemplateArtifact";
  static final String APPSPEC_PATH = "AppSpecTemplatePath";

  /** CodePipeline guide, "Troubleshooting": "the maximum artifact ZIP size … is 3 MB". */
  private static final long LARGEST_ARTIFACT = 3L << 20;

  // No file of a release comes near; a bomb does.
  private static final int LARGEST_FILE = 1 << 20;

  // What DescribeTaskDefinition adds to what RegisterTaskDefinition takes.
  private static final Set<String> DESCRIBED =
      Set.of(
          "compatibilities",
          "deregisteredAt",
          "registeredAt",
          "registeredBy",
          "requiresAttributes",
          "revision",
          "status",
          "taskDefinitionArn");

  private static final JsonMapper JSON = new JsonMapper();

  /** What an artifact holds cannot be used; the message is the action's. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }

    Unusable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private final Artifacts artifacts;

  DeployFiles(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  static String imageArtifact(int number) {
    return "Image" + number + "ArtifactName";
  }

  static String imageContainer(int number) {
    return "Image" + number + "ContainerName";
  }

  /** The task definition, its images filled in. */
  RegisterTaskDefinitionRequest taskDefinition(Work work) throws Unusable {
    var artifact = work.require(TASK_ARTIFACT);
    var path = work.setting(TASK_PATH).orElse("taskdef.json");
    var text =
        read(
            work,
            artifact,
            path,
            "Exception while trying to read the task definition artifact file from: "
                + artifact
                + " ("
                + path
                + ")");
    for (int image = 1; image <= EcsBlueGreen.IMAGES; image++) {
      text = withImage(work, image, text);
    }
    return request(text, artifact);
  }

  private String withImage(Work work, int number, String text) throws Unusable {
    var artifact = work.setting(imageArtifact(number));
    var container = work.setting(imageContainer(number));
    if (artifact.isEmpty() && container.isEmpty()) {
      return text;
    }
    if (artifact.isEmpty() || container.isEmpty()) {
      throw new Unusable(
          "Action configuration is missing '"
              + (artifact.isEmpty() ? imageArtifact(number) : imageContainer(number))
              + "' configuration.");
    }
    // Within a JSON text, the image stands as JSON has it.
    var image = JSON.getNodeFactory().textNode(image(work, artifact.get())).toString();
    return text.replace("<" + container.get() + ">", image.substring(1, image.length() - 1));
  }

  private String image(Work work, String artifact) throws Unusable {
    var problem =
        "Exception while trying to read the image artifact file from the artifact: "
            + artifact
            + ".";
    var text = read(work, artifact, "imageDetail.json", problem);
    try {
      var uri = JSON.readTree(text).path("ImageURI");
      if (uri.isTextual()) {
        return uri.asText();
      }
    } catch (JsonProcessingException e) {
      throw new Unusable(problem + " It is no JSON: " + e.getOriginalMessage(), e);
    }
    throw new Unusable(problem + " It has no ImageURI.");
  }

  private static RegisterTaskDefinitionRequest request(String text, String artifact)
      throws Unusable {
    var problem = "The task definition file in " + artifact + " is not valid: ";
    try {
      if (!(JSON.readTree(text) instanceof ObjectNode object)) {
        throw new Unusable(problem + "it is no JSON object");
      }
      object.remove(DESCRIBED);
      var builder = RegisterTaskDefinitionRequest.builder();
      requireKnown(object, problem);
      return (RegisterTaskDefinitionRequest) SdkJson.decode(builder, object);
    } catch (JsonProcessingException e) {
      throw new Unusable(problem + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new Unusable(problem + e.getMessage(), e);
    }
  }

  private static void requireKnown(JsonNode object, String problem) throws Unusable {
    var unknown = new TreeSet<String>();
    object.fieldNames().forEachRemaining(unknown::add);
    RegisterTaskDefinitionRequest.builder()
        .sdkFields()
        .forEach(field -> unknown.remove(field.memberName()));
    if (!unknown.isEmpty()) {
      throw new Unusable(problem + "RegisterTaskDefinition takes no " + unknown);
    }
  }

  /** The appspec, its placeholder as it stands. */
  String appSpec(Work work) throws Unusable {
    var artifact = work.require(APPSPEC_ARTIFACT);
    return read(
        work,
        artifact,
        work.setting(APPSPEC_PATH).orElse("appspec.yaml"),
        "Exception while trying to read the appspec artifact file from: " + artifact);
  }

  private String read(Work work, String artifact, String path, String problem) throws Unusable {
    var input = Optional.ofNullable(work.inputs().get(artifact));
    if (input.isEmpty()) {
      throw new Unusable(problem);
    }
    try {
      if (artifacts.size(input.get()) > LARGEST_ARTIFACT) {
        throw new Unusable(problem);
      }
      return ZipArchive.read(artifacts.read(input.get()), path, LARGEST_FILE)
          .map(bytes -> new String(bytes, UTF_8))
          .orElseThrow(() -> new Unusable(problem));
    } catch (AwsServiceException | IOException e) {
      throw new Unusable(problem, e);
    }
  }
}
