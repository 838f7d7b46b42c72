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
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Operations of a region's services by the names that the SDK for Java has for them: {@code
 * codedeploy} and {@code listDeployments}. Members of what they take and answer begin with a
 * capital (Step Functions guide, "Learning to use AWS service SDK integrations").
 */
public final class SdkIntegrations implements SdkCalls {

  private static final String IS_PATH = ".$";

  private final Supplier<SdkClient[]> clients;
  private final Constraints constraints = Constraints.published();
  private final Map<String, Integrated> services = new TreeMap<>();

  /** A service, and the object that it is. */
  private record Integrated(Service service, SdkClient client) {

    /** The operation that is called exactly so, and that is offered. */
    Optional<Operation> operation(String name) {
      return service
          .model()
          .operation(name)
          .filter(operation -> operation.streaming() == Operation.Streaming.NONE)
          .filter(operation -> name.equals(lower(operation.name())))
          .filter(this::isOffered);
    }

    private boolean isOffered(Operation operation) {
      try {
        return !client
            .getClass()
            .getMethod(lower(operation.name()), operation.requestType())
            .getDeclaringClass()
            .isInterface();
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException(operation.name() + " is no method of its client", e);
      }
    }
  }

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
        .filter(service -> service.operation(operation).isPresent())
        .map(s -> s.service().model().api().getSimpleName().replaceFirst("Client$", ""));
  }

  private Optional<Integrated> service(String name) {
    if (services.isEmpty()) {
      for (var client : clients.get()) {
        var api = ServiceModel.apiOf(client.getClass());
        var packageName = api.getPackageName();
        services.put(
            packageName.substring(packageName.lastIndexOf('.') + 1),
            new Integrated(Service.of(new ServiceModel(api), client), client));
      }
    }
    return Optional.ofNullable(services.get(name));
  }

  private Operation operation(String name, String operation) {
    return service(name).flatMap(service -> service.operation(operation)).orElseThrow();
  }

  @Override
  public void check(String name, String operation, ObjectNode parameters) {
    check(operation(name, operation).newRequest(), parameters);
  }

  private static void check(SdkPojo pojo, ObjectNode json) {
    json.forEachEntry(
        (key, value) -> {
          boolean isPath = key.endsWith(IS_PATH);
          var name = isPath ? key.substring(0, key.length() - IS_PATH.length()) : key;
          var field =
              pojo.sdkFields().stream()
                  .filter(f -> capital(f.memberName()).equals(name))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              "The field '"
                                  + name
                                  + "' is not supported by "
                                  + SdkMapping.nameOf(pojo)));
          if (!isPath) {
            check(field, value);
          }
        });
  }

  private static void check(SdkField<?> field, JsonNode value) {
    var type = field.marshallingType().getKnownType();
    if (type == MarshallingKnownType.SDK_POJO && value instanceof ObjectNode object) {
      check(field.constructor().get(), object);
    } else if (type == MarshallingKnownType.LIST) {
      var item = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
      value.forEach(one -> check(item, one));
    } else if (type == MarshallingKnownType.MAP) {
      var item = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
      value.forEach(one -> check(item, one));
    }
  }

  @Override
  public JsonNode call(String name, String operation, ObjectNode parameters) {
    var found = operation(name, operation);
    var builder = found.newRequest();
    check(builder, parameters);
    var unused = SdkMapping.fill(builder, parameters, Map.of());
    var request = ((Buildable) builder).build();
    var service = service(name).orElseThrow().service();
    try {
      constraints.check(service.model().signingName(), found, (SdkPojo) request);
    } catch (Fault.Refusal e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    var response = service.call(found, request, Optional.empty());
    return SdkJson.encode((SdkPojo) response, SdkIntegrations::capital);
  }

  private static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static String lower(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
