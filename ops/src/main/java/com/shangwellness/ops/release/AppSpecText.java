package com.shangwellness.ops.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;

/** What an AppSpec, in YAML or in JSON, says. */
final class AppSpecText {
  private static final YAMLMapper YAML = new YAMLMapper(); // reads JSON, too

  private AppSpecText() {}

  /** The task definition's ARN in the AppSpec of {@code revision}; nothing if it lies elsewhere. */
  static Optional<String> taskDefinition(RevisionLocation revision) {
    return content(revision).flatMap(AppSpecText::taskDefinition);
  }

  private static Optional<String> content(RevisionLocation revision) {
    if (revision == null) {
      return Optional.empty();
    }
    if (revision.appSpecContent() != null) {
      return Optional.ofNullable(revision.appSpecContent().content());
    }
    return Optional.ofNullable(revision.string()).map(raw -> raw.content());
  }

  private static Optional<String> taskDefinition(String content) {
    try {
      var found = YAML.readTree(content).findValue("TaskDefinition");
      return Optional.ofNullable(found).map(value -> value.asText());
    } catch (JsonProcessingException e) {
      return Optional.empty(); // a deployment with such a one has failed for that
    }
  }
}
