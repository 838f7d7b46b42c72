package com.shangwellness.region.codedeploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;

/**
 * Reads AppSpec files for the ECS compute platform, in YAML or JSON (CodeDeploy guide, "AppSpec
 * File structure for Amazon ECS deployments"). What they do not know is refused, not passed over.
 */
final class AppSpecReader {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final String TYPE = "AWS::ECS::Service";

  private AppSpecReader() {}

  /**
   * What {@code content} says.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException {@code
   *     InvalidRevisionException} when it is malformed, naming what is wrong
   */
  static AppSpec read(String content) {
    if (content.isBlank()) {
      throw wrong("is empty");
    }
    var root = parsed(content);
    requireKnown(root, "The AppSpec file", Set.of("version", "resources", "hooks"));
    requireVersion(member(root, "version"));
    var properties = properties(member(root, "resources"));
    requireKnown(
        properties,
        "Properties",
        Set.of(
            "taskdefinition",
            "loadbalancerinfo",
            "platformversion",
            "networkconfiguration",
            "capacityproviderstrategy"));
    var balancer = member(properties, "loadbalancerinfo");
    if (!balancer.isObject()) {
      throw wrong("must have LoadBalancerInfo with ContainerName and ContainerPort");
    }
    requireKnown(balancer, "LoadBalancerInfo", Set.of("containername", "containerport"));
    return new AppSpec(
        text(properties, "TaskDefinition"),
        text(balancer, "ContainerName"),
        port(member(balancer, "containerport")),
        optional(properties, "PlatformVersion").orElse(""),
        network(member(properties, "networkconfiguration")),
        capacityProviders(member(properties, "capacityproviderstrategy")),
        hooks(member(root, "hooks")));
  }

  private static JsonNode parsed(String content) {
    boolean json = content.stripLeading().startsWith("{");
    try {
      var root = (json ? JSON : YAML).readTree(content);
      if (!root.isObject()) {
        throw wrong("is no " + (json ? "JSON" : "YAML") + " object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw wrong(
          "could not be parsed as %s (line %d, column %d): %s"
              .formatted(
                  json ? "JSON" : "YAML",
                  Optional.ofNullable(e.getLocation()).map(at -> at.getLineNr()).orElse(0),
                  Optional.ofNullable(e.getLocation()).map(at -> at.getColumnNr()).orElse(0),
                  e.getOriginalMessage().lines().findFirst().orElse("")));
    }
  }

  private static RuntimeException wrong(String what) {
    return Refusals.revision("The AppSpec file " + what);
  }

  // The guide's examples write "version" and "Resources", others "Version" and "resources".
  private static JsonNode member(JsonNode object, String lowerCase) {
    for (var field : object.properties()) {
      if (field.getKey().equalsIgnoreCase(lowerCase)) {
        return field.getValue();
      }
    }
    return object.path(lowerCase);
  }

  private static void requireKnown(JsonNode object, String where, Set<String> known) {
    for (var field : object.properties()) {
      if (!known.contains(field.getKey().toLowerCase(Locale.ROOT))) {
        throw Refusals.revision(where + " has the unknown key " + field.getKey());
      }
    }
  }

  private static void requireVersion(JsonNode version) {
    if (version.isMissingNode() || version.isNull()) {
      throw wrong("is missing the required key version");
    }
    if (!Set.of("0", "0.0").contains(version.asText())) {
      throw wrong("has version " + version.asText() + "; only version 0.0 is supported");
    }
  }

  private static JsonNode properties(JsonNode resources) {
    if (!resources.isArray() || resources.size() != 1) {
      throw wrong("must have exactly one target service under Resources");
    }
    var named = resources.get(0);
    if (!named.isObject() || named.size() != 1) {
      throw wrong("must name its target service under Resources, as in TargetService");
    }
    var service = named.properties().iterator().next().getValue();
    requireKnown(service, "The target service", Set.of("type", "properties"));
    if (!member(service, "type").asText().equals(TYPE)) {
      throw wrong(
          "has a resource of type '" + member(service, "type").asText() + "'; it must be " + TYPE);
    }
    var properties = member(service, "properties");
    if (!properties.isObject()) {
      throw wrong("is missing the Properties of its target service");
    }
    return properties;
  }

  private static String text(JsonNode object, String name) {
    return optional(object, name).orElseThrow(() -> wrong("is missing the required key " + name));
  }

  private static Optional<String> optional(JsonNode object, String name) {
    var value = member(object, name);
    if (value.isMissingNode()
        || value.isNull()
        || value.asText().isEmpty() && value.isValueNode()) {
      return Optional.empty();
    }
    if (!value.isValueNode()) {
      throw wrong("must have a text for " + name);
    }
    return Optional.of(value.asText());
  }

  private static int port(JsonNode value) {
    int port = value.isMissingNode() ? 0 : value.asInt();
    if (port < 1 || port > 65_535) {
      throw wrong("has the ContainerPort '" + value.asText() + "'; it must be 1 to 65535");
    }
    return port;
  }

  private static List<NetworkConfiguration> network(JsonNode network) {
    if (network.isMissingNode() || network.isNull()) {
      return List.of();
    }
    requireKnown(network, "NetworkConfiguration", Set.of("awsvpcconfiguration"));
    var vpc = member(network, "awsvpcconfiguration");
    requireKnown(vpc, "AwsvpcConfiguration", Set.of("subnets", "securitygroups", "assignpublicip"));
    var subnets = texts(member(vpc, "subnets"));
    if (subnets.isEmpty()) {
      throw wrong("has an AwsvpcConfiguration without Subnets");
    }
    var configuration =
        AwsVpcConfiguration.builder()
            .subnets(subnets)
            .securityGroups(texts(member(vpc, "securitygroups")))
            .assignPublicIp(
                AssignPublicIp.fromValue(optional(vpc, "AssignPublicIp").orElse("DISABLED")))
            .build();
    if (configuration.assignPublicIp() == AssignPublicIp.UNKNOWN_TO_SDK_VERSION) {
      throw wrong("has an AssignPublicIp that is neither ENABLED nor DISABLED");
    }
    return List.of(NetworkConfiguration.builder().awsvpcConfiguration(configuration).build());
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static List<CapacityProviderStrategyItem> capacityProviders(JsonNode list) {
    var items = new ArrayList<CapacityProviderStrategyItem>();
    for (var item : list) {
      requireKnown(item, "CapacityProviderStrategy", Set.of("base", "capacityprovider", "weight"));
      items.add(
          CapacityProviderStrategyItem.builder()
              .capacityProvider(text(item, "CapacityProvider"))
              .base(member(item, "base").asInt(0))
              .weight(member(item, "weight").asInt(0))
              .build());
    }
    return items;
  }

  private static Map<String, String> hooks(JsonNode hooks) {
    if (hooks.isMissingNode() || hooks.isNull()) {
      return Map.of();
    }
    if (!hooks.isArray()) {
      throw wrong("must have a list of lifecycle events under Hooks");
    }
    var functions = new LinkedHashMap<String, String>();
    for (var hook : hooks) {
      for (var entry : hook.properties()) {
        if (!LifecycleEvents.HOOKS.contains(entry.getKey())) {
          throw wrong(
              "names the lifecycle event %s; hooks are %s"
                  .formatted(entry.getKey(), String.join(", ", LifecycleEvents.HOOKS)));
        }
        if (!entry.getValue().isTextual() || entry.getValue().asText().isBlank()) {
          throw wrong("names no Lambda function for " + entry.getKey());
        }
        if (functions.put(entry.getKey(), entry.getValue().asText()) != null) {
          throw wrong("names the lifecycle event " + entry.getKey() + " twice");
        }
      }
    }
    return functions;
  }
}
