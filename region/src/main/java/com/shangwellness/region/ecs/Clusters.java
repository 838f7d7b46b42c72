package com.shangwellness.region.ecs;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterContainsServicesException;
import software.amazon.awssdk.services.ecs.model.ClusterContainsTasksException;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;

/** The clusters of one region. */
final class Clusters {

  private static final String ACTIVE = "ACTIVE";
  private static final Set<String> PROVIDERS = Set.of("FARGATE", "FARGATE_SPOT");

  private final Place place;
  private final Table<Cluster> clusters;

  Clusters(Place place, Store store) {
    this.place = place;
    this.clusters = store.table(place.region() + "/ecs.clusters", Cluster.class);
  }

  /** Creating a cluster that exists returns it, as ECS does. */
  Cluster create(CreateClusterRequest request) {
    var name = requireNonNullElse(request.clusterName(), "default");
    if (!name.matches("[a-zA-Z0-9_-]{1,255}")) {
      throw Refusals.invalid("Invalid identifier: Identifier is for " + name);
    }
    requireProviders(request.capacityProviders());
    return find(name)
        .filter(cluster -> cluster.status().equals(ACTIVE))
        .orElseGet(
            () ->
                clusters.put(
                    name,
                    Cluster.builder()
                        .clusterName(name)
                        .clusterArn(place.arn("ecs", "cluster/" + name))
                        .status(ACTIVE)
                        .settings(settings(request.settings()))
                        .configuration(request.configuration())
                        .capacityProviders(request.capacityProviders())
                        .defaultCapacityProviderStrategy(request.defaultCapacityProviderStrategy())
                        .tags(request.tags())
                        .build()));
  }

  private static List<ClusterSetting> settings(List<ClusterSetting> asked) {
    for (var setting : asked) {
      if (!"containerInsights".equals(setting.nameAsString())
          || !Set.of("enabled", "enhanced", "disabled").contains(setting.value())) {
        throw Refusals.invalid(
            "Invalid setting: " + setting.nameAsString() + " = " + setting.value());
      }
    }
    return asked.isEmpty()
        ? List.of(ClusterSetting.builder().name("containerInsights").value("disabled").build())
        : asked;
  }

  private static void requireProviders(List<String> providers) {
    providers.stream()
        .filter(provider -> !PROVIDERS.contains(provider))
        .findFirst()
        .ifPresent(
            provider -> {
              throw Refusals.invalid(
                  "The specified capacity provider '"
                      + provider
                      + "' was not found. Specify a valid name or ARN and try again.");
            });
  }

  Cluster update(UpdateClusterRequest request) {
    var cluster = require(request.cluster());
    var changed = cluster.toBuilder();
    if (request.hasSettings()) {
      changed.settings(settings(request.settings()));
    }
    if (request.configuration() != null) {
      changed.configuration(request.configuration());
    }
    return put(changed.build());
  }

  Cluster putCapacityProviders(PutClusterCapacityProvidersRequest request) {
    var cluster = require(request.cluster());
    requireProviders(request.capacityProviders());
    return put(
        cluster.toBuilder()
            .capacityProviders(request.capacityProviders())
            .defaultCapacityProviderStrategy(request.defaultCapacityProviderStrategy())
            .build());
  }

  /** Deletes a cluster that neither services nor tasks need any more. */
  Cluster delete(String reference, boolean hasServices, boolean hasTasks) {
    var cluster = require(reference);
    if (hasServices) {
      throw AwsErrors.of(
          ClusterContainsServicesException.builder(),
          "The Cluster cannot be deleted while Services are active.");
    }
    if (hasTasks) {
      throw AwsErrors.of(
          ClusterContainsTasksException.builder(),
          "The Cluster cannot be deleted while Tasks are active.");
    }
    return put(cluster.toBuilder().status("INACTIVE").build());
  }

  Cluster put(Cluster cluster) {
    return clusters.put(cluster.clusterName(), cluster);
  }

  /** The active cluster that {@code reference} (a name, an ARN, or null for "default") means. */
  Cluster require(String reference) {
    return find(reference)
        .filter(cluster -> cluster.status().equals(ACTIVE))
        .orElseThrow(Refusals::noCluster);
  }

  Optional<Cluster> find(String reference) {
    return clusters.get(name(reference));
  }

  /** The name in a reference to a cluster. */
  static String name(String reference) {
    var text = requireNonNullElse(reference, "default");
    return text.substring(text.lastIndexOf('/') + 1);
  }

  Stream<Cluster> active() {
    return clusters.stream().filter(cluster -> cluster.status().equals(ACTIVE));
  }
}
