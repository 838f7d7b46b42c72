package com.shangwellness.region.wire;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkClient;

/** Which object answers for a service of an AWS region. */
public final class Catalog {

  private final Map<Class<?>, ServiceModel> models = new HashMap<>();
  private final Map<String, Service> global = new LinkedHashMap<>();
  private final Map<String, Map<String, Service>> regional = new LinkedHashMap<>();

  /** An empty catalogue. */
  public Catalog() {}

  /**
   * Adds the services of {@code region}.
   *
   * @param services objects that implement an SDK client interface such as {@code EcsClient}
   */
  public Catalog region(String region, SdkClient... services) {
    for (var service : services) {
      add(regional.computeIfAbsent(region, r -> new LinkedHashMap<>()), service);
    }
    return this;
  }

  /** Adds services that have one instance for all regions, such as IAM. */
  public Catalog global(SdkClient... services) {
    for (var service : services) {
      add(global, service);
    }
    return this;
  }

  private void add(Map<String, Service> to, SdkClient implementation) {
    var api = ServiceModel.apiOf(implementation.getClass());
    add(to, Service.of(models.computeIfAbsent(api, ServiceModel::new), implementation));
  }

  /** For tests: a service of {@code region} that is no object of its interface. */
  Catalog region(String region, Service service) {
    add(regional.computeIfAbsent(region, r -> new LinkedHashMap<>()), service);
    return this;
  }

  private static void add(Map<String, Service> to, Service service) {
    if (to.putIfAbsent(service.model().signingName(), service) != null) {
      throw new IllegalArgumentException(
          "two services answer for " + service.model().signingName());
    }
  }

  /** What answers for the service {@code signingName} in {@code region}. */
  Optional<Service> find(String signingName, String region) {
    return Optional.ofNullable(regional.getOrDefault(region, Map.of()).get(signingName))
        .or(() -> Optional.ofNullable(global.get(signingName)));
  }

  /** What answers for the service in some region. */
  Optional<Service> anywhere(String signingName) {
    return Stream.concat(Stream.of(global), regional.values().stream())
        .flatMap(services -> Optional.ofNullable(services.get(signingName)).stream())
        .findFirst();
  }

  /** The regions that there are. */
  Collection<String> regions() {
    return regional.keySet();
  }

  /** The services that there are, in some region. */
  Collection<String> services() {
    var names = new TreeSet<>(global.keySet());
    regional.values().forEach(services -> names.addAll(services.keySet()));
    return names;
  }
}
