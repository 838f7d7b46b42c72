package com.shangwellness.region.cloudformation;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.AwsRequest;

/** Writes {@code COVERAGE.md}: what the region acts on, told by the code itself. */
public final class Coverage {

  private Coverage() {}

  /**
   * The text of {@code COVERAGE.md}.
   *
   * @param types the resource types that stacks may use
   * @param services the classes that implement the SDK's clients
   */
  public static String of(ResourceTypes types, List<Class<? extends AwsClient>> services) {
    return String.join(
            "\n",
            "# What the region acts on",
            "",
            "Written from the code by a test, which fails when this file is stale.",
            "",
            "## CloudFormation resource types that act",
            "",
            acting(types),
            "",
            "## Resource types that are recorded",
            "",
            "Checked against AWS's published schema, kept and listed, marked RECORDED in their"
                + " stack events; the region does not act on them.",
            "",
            recorded(types),
            "",
            "## What is kept or stood in for",
            "",
            "Settings that are taken, checked and given back, and what happens in place of what AWS"
                + " does.",
            "",
            StandIn.ALL.stream().map(StandIn::line).collect(Collectors.joining("\n")),
            "",
            "## API operations by service",
            "",
            "Every other operation is answered with a clear error and status 501.",
            "",
            operations(services))
        + "\n";
  }

  private static String acting(ResourceTypes types) {
    return types.list().stream()
        .filter(type -> !type.recorded())
        .map(Coverage::acting)
        .collect(Collectors.joining("\n"));
  }

  private static String acting(ResourceType type) {
    var text = new StringBuilder("- `" + type.name() + "`");
    if (!type.operations().isEmpty()) {
      text.append(": ").append(String.join(", ", new TreeSet<>(type.operations())));
    }
    if (!type.attributeNames().isEmpty()) {
      text.append("; gives ").append(quoted(type.attributeNames()));
    }
    new TreeMap<>(type.ignored())
        .forEach(
            (property, why) ->
                text.append("\n  - `").append(property).append("` has no effect: ").append(why));
    return text.toString();
  }

  private static String quoted(Iterable<String> names) {
    var quoted = new TreeSet<String>();
    names.forEach(name -> quoted.add("`" + name + "`"));
    return String.join(", ", quoted);
  }

  private static String recorded(ResourceTypes types) {
    return types.list().stream()
        .filter(ResourceType::recorded)
        .map(type -> "- `" + type.name() + "`")
        .collect(Collectors.joining("\n"));
  }

  private static String operations(List<Class<? extends AwsClient>> services) {
    Map<String, String> lines = new TreeMap<>();
    for (var service : services) {
      var names =
          Arrays.stream(service.getMethods())
              .filter(method -> isOperation(service, method))
              .map(method -> capital(method.getName()))
              .collect(Collectors.toCollection(TreeSet::new));
      lines.put(
          service.getSimpleName(),
          "- **"
              + service.getSimpleName()
              + "** ("
              + names.size()
              + "): "
              + String.join(", ", names));
    }
    return String.join("\n", lines.values());
  }

  // An operation is supported when the region's own code overrides it. What a public class inherits
  // from one that is not public shows as a bridge.
  private static boolean isOperation(Class<?> service, Method method) {
    return !method.getDeclaringClass().isInterface()
        && method.getParameterCount() > 0
        && AwsRequest.class.isAssignableFrom(method.getParameterTypes()[0])
        && method.getDeclaringClass().isAssignableFrom(service);
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
