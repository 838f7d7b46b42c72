package com.shangwellness.ops.production;

import static java.util.stream.Collectors.toMap;

import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.targets.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** What the stacks say of themselves when they are done. */
public final class Outputs {
  private Outputs() {}

  /** The outputs of the stacks of {@code assembly} that are deployed, by stack and key. */
  public static Map<String, Map<String, String>> of(Target target, CloudAssembly assembly) {
    var outputs = new LinkedHashMap<String, Map<String, String>>();
    for (var place : assembly.places()) {
      var stacks =
          target
              .clients(place.region())
              .cloudFormation()
              .describeStacksPaginator()
              .stacks()
              .stream()
              .collect(toMap(Stack::stackName, stack -> stack));
      for (var name : assembly.in(place)) {
        if (stacks.containsKey(name)) {
          outputs.put(name, byKey(stacks.get(name)));
        }
      }
    }
    return outputs;
  }

  private static Map<String, String> byKey(Stack stack) {
    return new TreeMap<>(
        stack.outputs().stream().collect(toMap(Output::outputKey, Output::outputValue)));
  }
}
