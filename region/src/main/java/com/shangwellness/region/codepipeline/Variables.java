package com.shangwellness.region.codepipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.codepipeline.model.ResolvedPipelineVariable;

/** References to variables, {@code #{namespace.name}}, in the configurations of actions. */
final class Variables {

  /** The pipeline's own variables. */
  static final String PIPELINE = "variables";

  /** What CodePipeline itself says of the execution. */
  static final String RESERVED = "codepipeline";

  static final String EXECUTION_ID = "PipelineExecutionId";

  private static final Pattern REFERENCE = Pattern.compile("#\\{([^}]*)}");

  /** One reference, as it stands in the text. */
  record Reference(String text, String namespace, String name) {}

  private final Map<String, Map<String, String>> values;

  private Variables(Map<String, Map<String, String>> values) {
    this.values = values;
  }

  /** What {@code execution} knows so far. */
  static Variables of(KeptExecution execution, Runs runs) {
    var values = new HashMap<>(runs.variables(execution));
    values.put(RESERVED, Map.of(EXECUTION_ID, execution.id()));
    var own = new TreeMap<String, String>();
    for (ResolvedPipelineVariable variable : execution.execution().variables()) {
      own.put(variable.name(), variable.resolvedValue());
    }
    values.put(PIPELINE, own);
    return new Variables(values);
  }

  /** The references in {@code text}; one that has no point has an empty namespace. */
  static List<Reference> in(String text) {
    var references = new ArrayList<Reference>();
    var matcher = REFERENCE.matcher(text);
    while (matcher.find()) {
      int point = matcher.group(1).indexOf('.');
      references.add(
          new Reference(
              matcher.group(),
              point < 0 ? "" : matcher.group(1).substring(0, point),
              matcher.group(1).substring(point + 1)));
    }
    return references;
  }

  /** Whether each reference in {@code configuration} has a value. */
  boolean resolve(Map<String, String> configuration) {
    return configuration.values().stream()
        .flatMap(text -> in(text).stream())
        .allMatch(
            reference ->
                values.getOrDefault(reference.namespace(), Map.of()).containsKey(reference.name()));
  }

  /** The configuration with values in place of references. */
  Map<String, String> replacedIn(Map<String, String> configuration) {
    var replaced = new TreeMap<String, String>();
    configuration.forEach((key, text) -> replaced.put(key, replacedIn(text)));
    return replaced;
  }

  private String replacedIn(String text) {
    var found = REFERENCE.matcher(text);
    var replaced = new StringBuilder();
    for (var reference : in(text)) {
      if (found.find()) {
        var value = values.getOrDefault(reference.namespace(), Map.of()).get(reference.name());
        found.appendReplacement(
            replaced, Matcher.quoteReplacement(value == null ? reference.text() : value));
      }
    }
    return found.appendTail(replaced).toString();
  }
}
