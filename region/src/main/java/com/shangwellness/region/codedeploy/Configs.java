package com.shangwellness.region.codedeploy;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codedeploy.model.ComputePlatform;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.DeploymentConfigAlreadyExistsException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentConfigInUseException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentConfigInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentConfigNameRequiredException;
import software.amazon.awssdk.services.codedeploy.model.InvalidDeploymentConfigNameException;
import software.amazon.awssdk.services.codedeploy.model.InvalidMinimumHealthyHostValueException;
import software.amazon.awssdk.services.codedeploy.model.InvalidOperationException;
import software.amazon.awssdk.services.codedeploy.model.InvalidTrafficRoutingConfigurationException;
import software.amazon.awssdk.services.codedeploy.model.InvalidZonalDeploymentConfigurationException;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingConfig;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingType;

/** How traffic may be shifted: AWS's own configurations for ECS, and those that people make. */
final class Configs {

  static final String ALL_AT_ONCE = "CodeDeployDefault.ECSAllAtOnce";

  private static final String RESERVED = "CodeDeployDefault.";
  private static final int LONGEST_NAME = 100;
  // CodeDeploy guide, "Limits": between the first and the last shift.
  private static final Duration LONGEST_SHIFT = Duration.ofMinutes(2880);
  private static final Map<String, DeploymentConfigInfo> PREDEFINED = predefined();

  private final Table<DeploymentConfigInfo> table;
  private final Timeline timeline;
  private final Ids ids;

  Configs(Place place, Timeline timeline, Store store, Ids ids) {
    this.table = store.table(place.region() + "/codedeploy.configs", DeploymentConfigInfo.class);
    this.timeline = timeline;
    this.ids = ids;
  }

  private static Map<String, DeploymentConfigInfo> predefined() {
    var all = new LinkedHashMap<String, DeploymentConfigInfo>();
    Stream.of(
            config(
                "ECSAllAtOnce",
                TrafficRoutingConfig.builder().type(TrafficRoutingType.ALL_AT_ONCE).build()),
            config("ECSLinear10PercentEvery1Minutes", linear(10, 1)),
            config("ECSLinear10PercentEvery3Minutes", linear(10, 3)),
            config("ECSCanary10Percent5Minutes", canary(10, 5)),
            config("ECSCanary10Percent15Minutes", canary(10, 15)))
        .forEach(config -> all.put(config.deploymentConfigName(), config));
    return all;
  }

  private static DeploymentConfigInfo config(String name, TrafficRoutingConfig routing) {
    return DeploymentConfigInfo.builder()
        .deploymentConfigName(RESERVED + name)
        .deploymentConfigId(
            UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString())
        .computePlatform(ComputePlatform.ECS)
        .createTime(Instant.EPOCH)
        .trafficRoutingConfig(routing)
        .build();
  }

  private static TrafficRoutingConfig canary(int percentage, int minutes) {
    return TrafficRoutingConfig.builder()
        .type(TrafficRoutingType.TIME_BASED_CANARY)
        .timeBasedCanary(c -> c.canaryPercentage(percentage).canaryInterval(minutes))
        .build();
  }

  private static TrafficRoutingConfig linear(int percentage, int minutes) {
    return TrafficRoutingConfig.builder()
        .type(TrafficRoutingType.TIME_BASED_LINEAR)
        .timeBasedLinear(l -> l.linearPercentage(percentage).linearInterval(minutes))
        .build();
  }

  DeploymentConfigInfo create(CreateDeploymentConfigRequest request) {
    var name = requireName(request.deploymentConfigName());
    if (name.startsWith(RESERVED)) {
      throw badName(name, "names that begin with " + RESERVED + " are AWS's own");
    }
    Applications.requireEcs(request.computePlatform());
    requireForEcs(request);
    requireRouting(request.trafficRoutingConfig());
    if (table.contains(name)) {
      throw Refusals.because(
          DeploymentConfigAlreadyExistsException.builder(),
          "Deployment configuration already exists: " + name);
    }
    return table.put(
        name,
        DeploymentConfigInfo.builder()
            .deploymentConfigName(name)
            .deploymentConfigId(ids.uuid())
            .computePlatform(ComputePlatform.ECS)
            .createTime(timeline.now())
            .trafficRoutingConfig(request.trafficRoutingConfig())
            .build());
  }

  private static String requireName(String name) {
    if (name == null || name.isEmpty()) {
      throw Refusals.because(
          DeploymentConfigNameRequiredException.builder(),
          "The deployment configuration name was not specified.");
    }
    if (name.length() > LONGEST_NAME) {
      throw badName(name, "it is longer than " + LONGEST_NAME + " characters");
    }
    return name;
  }

  private static RuntimeException badName(String name, String why) {
    return Refusals.because(
        InvalidDeploymentConfigNameException.builder(),
        "The deployment configuration name " + name + " is invalid: " + why + ".");
  }

  private static void requireForEcs(CreateDeploymentConfigRequest request) {
    if (request.minimumHealthyHosts() != null) {
      throw Refusals.because(
          InvalidMinimumHealthyHostValueException.builder(),
          "Minimum healthy hosts cannot be specified for the ECS compute platform.");
    }
    if (request.zonalConfig() != null) {
      throw Refusals.because(
          InvalidZonalDeploymentConfigurationException.builder(),
          "A zonal configuration cannot be specified for the ECS compute platform.");
    }
  }

  private static void requireRouting(TrafficRoutingConfig routing) {
    if (routing == null || routing.type() == null) {
      throw badRouting("a traffic routing configuration with its type is required for ECS");
    }
    boolean canary = routing.type() == TrafficRoutingType.TIME_BASED_CANARY;
    boolean linear = routing.type() == TrafficRoutingType.TIME_BASED_LINEAR;
    if (routing.type() == TrafficRoutingType.UNKNOWN_TO_SDK_VERSION) {
      throw badRouting("its type is " + routing.typeAsString());
    }
    if (canary != (routing.timeBasedCanary() != null)
        || linear != (routing.timeBasedLinear() != null)) {
      throw badRouting("its type is " + routing.type() + " and the other members are of another");
    }
    if (canary) {
      requireStep(
          routing.timeBasedCanary().canaryPercentage(), routing.timeBasedCanary().canaryInterval());
    }
    if (linear) {
      requireStep(
          routing.timeBasedLinear().linearPercentage(), routing.timeBasedLinear().linearInterval());
    }
    if (TrafficShift.of(routing).length().compareTo(LONGEST_SHIFT) > 0) {
      throw badRouting(
          "the last shift is more than " + LONGEST_SHIFT.toMinutes() + " minutes after the first");
    }
  }

  private static void requireStep(Integer percentage, Integer minutes) {
    if (percentage == null || percentage < 1 || percentage > 99) {
      throw badRouting("its percentage is " + percentage + "; it must be 1 to 99");
    }
    if (minutes == null || minutes < 1) {
      throw badRouting("its interval is " + minutes + "; it must be a minute or more");
    }
  }

  private static RuntimeException badRouting(String why) {
    return Refusals.because(
        InvalidTrafficRoutingConfigurationException.builder(),
        "The traffic routing configuration is invalid: " + why + ".");
  }

  DeploymentConfigInfo require(String name) {
    requireName(name);
    var predefined = PREDEFINED.get(name);
    return predefined != null
        ? predefined
        : table.get(name).orElseThrow(() -> Refusals.noConfig(name));
  }

  List<String> names() {
    return Stream.concat(PREDEFINED.keySet().stream(), table.keys().stream()).sorted().toList();
  }

  void delete(String name, boolean used) {
    requireName(name);
    if (name.startsWith(RESERVED)) {
      throw Refusals.because(
          InvalidOperationException.builder(),
          "AWS's own configurations cannot be deleted: " + name);
    }
    if (used) {
      throw Refusals.because(
          DeploymentConfigInUseException.builder(),
          "The deployment configuration is in use: " + name);
    }
    table.remove(name);
  }
}
