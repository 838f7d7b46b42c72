package com.shangwellness.region.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an image wants to be run.
 *
 * @param workingDirectory {@code /} when the image names none
 * @param user empty when the image names none
 */
record ImageConfig(
    List<String> entryPoint,
    List<String> command,
    Map<String, String> environment,
    String workingDirectory,
    String user) {

  private static final JsonMapper JSON = new JsonMapper();

  static ImageConfig read(Path file) throws IOException {
    var config = JSON.readTree(file.toFile()).path("config");
    var environment = new LinkedHashMap<String, String>();
    for (var variable : strings(config.path("Env"))) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    var folder = config.path("WorkingDir").asText();
    return new ImageConfig(
        strings(config.path("Entrypoint")),
        strings(config.path("Cmd")),
        environment,
        folder.isEmpty() ? "/" : folder,
        config.path("User").asText());
  }

  private static List<String> strings(JsonNode list) {
    var strings = new ArrayList<String>();
    list.forEach(item -> strings.add(item.asText()));
    return strings;
  }
}
