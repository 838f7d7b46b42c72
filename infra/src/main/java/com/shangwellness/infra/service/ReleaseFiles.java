package com.shangwellness.infra.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two files that a release hands to CodeDeploy: the next task definition, and what to do with
 * it. Both come from the synthesized template, so they cannot differ from what was deployed.
 */
public final class ReleaseFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Names names;
  private final Settings settings;

  /** Files for the environment that {@code settings} describe. */
  public ReleaseFiles(Names names, Settings settings) {
    this.names = names;
    this.settings = settings;
  }

  /** Writes both files beside the cloud assembly in {@code out}. */
  public void write(Path out) {
    try {
      var template =
          JSON.readTree(out.resolve(names.stack(Service.PART) + ".template.json").toFile());
      Files.writeString(
          out.resolve(names.taskDefinitionFile()),
          JSON.writeValueAsString(taskDefinition(template)) + "\n");
      Files.writeString(out.resolve(names.appSpecFile()), appSpec());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode taskDefinition(JsonNode template) {
    return new TaskDefinitionFile(template.get("Resources"), names).render();
  }

  private String appSpec() {
    return """
    version: 0.0
    Resources:
      - TargetService:
          Type: AWS::ECS::Service
          Properties:
            TaskDefinition: <TASK_DEFINITION>
            LoadBalancerInfo:
              ContainerName: %s
              ContainerPort: %d
            PlatformVersion: %s
    """
        .formatted(
            names.container(), settings.service().containerPort(), WebService.PLATFORM_VERSION);
  }
}
