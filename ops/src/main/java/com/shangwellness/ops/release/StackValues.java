package com.shangwellness.ops.release;

import com.shangwellness.ops.Failure;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the stacks put out and a release needs.
 *
 * @param taskDefinition the values for the task definition's placeholders
 * @param repository where images are pushed to and pulled from
 */
public record StackValues(Map<String, String> taskDefinition, String repository) {
  private static final Map<String, String> OUTPUTS =
      Map.of("DB_HOST", "DatabaseEndpoint", "DB_SECRET_ARN", "DatabaseSecretArn");

  private static final String REPOSITORY = "RepositoryUri";

  /** Keeps its own copy. */
  public StackValues {
    taskDefinition = Map.copyOf(taskDefinition);
  }

  /**
   * Reads {@code outputs}, by stack and key.
   *
   * @throws Failure if one is not there
   */
  public static StackValues of(Map<String, Map<String, String>> outputs) {
    var all = new TreeMap<String, String>();
    outputs.values().forEach(all::putAll);
    var values = new TreeMap<String, String>();
    OUTPUTS.forEach((placeholder, output) -> values.put(placeholder, required(all, output)));
    return new StackValues(values, required(all, REPOSITORY));
  }

  private static String required(Map<String, String> outputs, String name) {
    if (!outputs.containsKey(name)) {
      throw Failure.notRunning(
          "no stack puts out "
              + name
              + ", which a release needs; bring them up to date with ./shang up, or on AWS:"
              + " ./shang deploy --target aws");
    }
    return outputs.get(name);
  }
}
