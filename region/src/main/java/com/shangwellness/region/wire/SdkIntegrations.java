package com.shangwellness.region.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.codec.SdkJson;
import com.shangwellness.region.codec.SdkMapping;
import com.shangwellness.region.stepfunctions.SdkCalls;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Operations of a region's services by the names that the SDK for Java has for them: {@code
 * codedeploy} and {@code listDeployments}.
 */
public final class SdkIntegrations implements SdkCalls {

  private final Supplier<SdkClient[]> clients;
  private final Map<String, Service> services = new TreeMap<>();

  /**
   * Those of {@code clients}.
   *
   * @param clients asked when the first is called: who calls may be among them
   */
  public SdkIntegrations(Supplier<SdkClient[]> clients) {
    this.clients = clients;
  }

  @Override
  public Optional<String> find(String name, String operation) {
    return service(name)
        .filter(service -> operation(service, operation).isPresent())
        .map(service -> service.model().api().getSimpleName().replaceFirst("Client$", ""));
  }

  private Optional<Service> service(String name) {
    if (services.isEmpty()) {
      for (var client : clients.get()) {
        var api = ServiceModel.apiOf(client.getClass());
        var packageName = api.getPackageName();
        services.put(
            packageName.substring(packageName.lastIndexOf('.') + 1),
            Service.of(new ServiceModel(api), client));
      }
    }
    return Optional.ofNullable(services.get(name));
  }

  private static Optional<Operation> operation(Service service, String name) {
    return Character.isLowerCase(name.charAt(0))
        ? service
            .model()
            .operation(name)
            .filter(operation -> operation.streaming() == Operation.Streaming.NONE)
        : Optional.empty();
  }

  @Override
  public JsonNode call(String name, String operation, ObjectNode parameters) {
    var service = service(name).orElseThrow();
    var found = operation(service, operation).orElseThrow();
    var request = found.newRequest();
    var rest = SdkMapping.fill(request, parameters, Map.of());
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException(
          "The field(s) " + rest + " are not supported by " + found.name());
    }
    var response = service.call(found, ((Buildable) request).build(), Optional.empty());
    return SdkJson.encode((SdkPojo) response, SdkIntegrations::capital);
  }

  private static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
