package com.shangwellness.region.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * What AWS's published service models ask of requests: required members, enums, patterns, lengths,
 * ranges. Drawn from botocore by {@code src/main/scripts/draw-constraints.py}; a service's are read
 * when it is first called.
 */
final class Constraints {

  private static final JsonMapper JSON = new JsonMapper();

  private final Function<String, JsonNode> source;
  private final Map<String, JsonNode> models = new ConcurrentHashMap<>();
  private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

  private Constraints(Function<String, JsonNode> source) {
    this.source = source;
  }

  /** Those of the published models. */
  static Constraints published() {
    return new Constraints(Constraints::read);
  }

  /** None at all. */
  static Constraints none() {
    return new Constraints(service -> JSON.createObjectNode());
  }

  /**
   * Refuses {@code request} when it breaks a constraint, in the service's own way.
   *
   * @throws Fault.Refusal naming every member that is wrong
   */
  void check(String service, Operation operation, SdkPojo request) {
    var model = model(service);
    var input = model.path("operations").path(operation.name()).asText();
    if (input.isEmpty()) {
      return;
    }
    var check = new Check(model.path("shapes"));
    check.value("", input, request);
    if (!check.missing.isEmpty() && Set.of("ec2", "rds").contains(service)) {
      throw new Fault.Refusal(
          "MissingParameter",
          400,
          "The request must contain the parameter " + check.missing.getFirst());
    }
    if (!check.problems.isEmpty()) {
      throw new Fault.Refusal(code(service), 400, message(check.problems));
    }
  }

  /** The data of {@code service}, by its signing name; empty when there is none. */
  JsonNode model(String service) {
    return models.computeIfAbsent(service, source);
  }

  private static JsonNode read(String service) {
    try (var in = Constraints.class.getResourceAsStream("constraints/" + service + ".json")) {
      return in == null ? JSON.createObjectNode() : JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the constraints of " + service, e);
    }
  }

  // The codes that the services answer with, by their API references' "Common Errors".
  private static String code(String service) {
    return switch (service) {
      case "ecr", "ecs", "logs" -> "InvalidParameterException";
      case "codebuild" -> "InvalidInputException";
      case "ec2", "rds" -> "InvalidParameterValue";
      case "application-autoscaling",
          "codedeploy",
          "codepipeline",
          "events",
          "kms",
          "scheduler",
          "secretsmanager",
          "ssm" ->
          "ValidationException";
      case "s3" -> "InvalidArgument";
      case "sns" -> "InvalidParameter";
      default -> "ValidationError";
    };
  }

  private static String message(List<String> problems) {
    return problems.size()
        + (problems.size() == 1 ? " validation error detected: " : " validation errors detected: ")
        + String.join("; ", problems);
  }

  /** The check of one request. */
  private final class Check {
    private final JsonNode shapes;
    private final List<String> problems = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    Check(JsonNode shapes) {
      this.shapes = shapes;
    }

    void value(String path, String shapeName, Object value) {
      var shape = shapes.path(shapeName);
      switch (value) {
        case SdkPojo pojo -> structure(path, shape, pojo);
        case List<?> list -> {
          size(path, shape, list.size(), list);
          items(path, shape, list);
        }
        case Map<?, ?> map -> {
          size(path, shape, map.size(), map);
          entries(path, shape, map);
        }
        case String text -> text(path, shape, text);
        case SdkBytes bytes -> size(path, shape, bytes.asByteArrayUnsafe().length, "(bytes)");
        case Number number -> range(path, shape, number);
        default -> {
          // nothing is asked of booleans and times
        }
      }
    }

    private void structure(String path, JsonNode shape, SdkPojo pojo) {
      var prefix = path.isEmpty() ? "" : path + ".";
      for (SdkField<?> field : pojo.sdkFields()) {
        var name = field.memberName();
        var member = Fields.value(field, pojo);
        var memberShape = shape.path("members").path(name).asText();
        if (member.isPresent() && !memberShape.isEmpty()) {
          value(prefix + name, memberShape, member.get());
        } else if (member.isEmpty() && isRequired(shape, name)) {
          missing.add(prefix + name);
          problem(prefix + name, null, "not be null");
        }
      }
    }

    private static boolean isRequired(JsonNode shape, String member) {
      return shape.path("required").valueStream().anyMatch(n -> n.asText().equals(member));
    }

    private void items(String path, JsonNode shape, List<?> list) {
      var item = shape.path("item").asText();
      for (int i = 0; i < list.size() && !item.isEmpty(); i++) {
        value(path + "." + (i + 1) + ".member", item, list.get(i));
      }
    }

    private void entries(String path, JsonNode shape, Map<?, ?> map) {
      var valueShape = shape.path("value").asText();
      if (!valueShape.isEmpty()) {
        map.forEach((key, value) -> value(path + "." + key, valueShape, value));
      }
    }

    private void text(String path, JsonNode shape, String text) {
      var allowed = shape.path("enum").valueStream().map(JsonNode::asText).toList();
      if (!allowed.isEmpty() && !allowed.contains(text)) {
        problem(path, text, "satisfy enum value set: [" + String.join(", ", allowed) + "]");
      }
      size(path, shape, text.codePointCount(0, text.length()), text);
      var pattern = shape.path("pattern").asText();
      if (!pattern.isEmpty() && !matches(pattern, text)) {
        problem(path, text, "satisfy regular expression pattern: " + pattern);
      }
    }

    private void size(String path, JsonNode shape, int size, Object value) {
      if (size < shape.path("min").asLong(0)) {
        problem(path, value, "have length greater than or equal to " + shape.get("min"));
      }
      if (size > shape.path("max").asLong(Long.MAX_VALUE)) {
        problem(path, value, "have length less than or equal to " + shape.get("max"));
      }
    }

    private void range(String path, JsonNode shape, Number number) {
      if (number.doubleValue() < shape.path("min").asDouble(Double.NEGATIVE_INFINITY)) {
        problem(path, number, "have value greater than or equal to " + shape.get("min"));
      }
      if (number.doubleValue() > shape.path("max").asDouble(Double.POSITIVE_INFINITY)) {
        problem(path, number, "have value less than or equal to " + shape.get("max"));
      }
    }

    private void problem(String path, Object value, String must) {
      var shown = value == null ? "null" : "'" + value + "'";
      problems.add(
          "Value "
              + shown
              + " at '"
              + path
              + "' failed to satisfy constraint: Member must "
              + must);
    }
  }

  // Models that anchor their patterns mean what they say; of the others, the whole value must
  // match.
  private boolean matches(String pattern, String text) {
    var matcher = patterns.computeIfAbsent(pattern, Pattern::compile).matcher(text);
    return (pattern.startsWith("^") || pattern.endsWith("$")) ? matcher.find() : matcher.matches();
  }
}
