package com.shangwellness.region.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.protocols.core.OperationInfo;

/** What the SDK knows of one service: its operations and their form on the wire. */
final class ServiceModel {

  private static final String REQUEST_BODY = "Lsoftware/amazon/awssdk/core/sync/RequestBody;";
  private static final String RESPONSE_TRANSFORMER =
      "Lsoftware/amazon/awssdk/core/sync/ResponseTransformer;";

  /** A method of the client interface that is an operation, before any of its classes is loaded. */
  private record Candidate(String method, MethodTypeDesc type, Operation.Streaming streaming) {}

  private final Class<?> api;
  private final String signingName;
  private final Map<String, Operation> operations = new ConcurrentHashMap<>();
  private final Map<String, Candidate> candidates;
  private final Map<String, Routes> routes = new ConcurrentHashMap<>();

  /** The model of {@code api}, an SDK client interface such as {@code EcsClient}. */
  ServiceModel(Class<?> api) {
    this.api = api;
    try {
      this.signingName = (String) api.getField("SERVICE_NAME").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(api + " is no SDK client interface", e);
    }
    this.candidates = candidates(api);
  }

  /** The SDK client interface that {@code implementation} implements. */
  static Class<?> apiOf(Class<?> implementation) {
    for (var type = implementation; type != null; type = type.getSuperclass()) {
      for (var api : type.getInterfaces()) {
        if (SdkClient.class.isAssignableFrom(api)) {
          return api;
        }
      }
    }
    throw new IllegalArgumentException(implementation + " implements no SDK client interface");
  }

  /** The name by which signatures call the service, for example {@code elasticloadbalancing}. */
  String signingName() {
    return signingName;
  }

  /** The SDK client interface. */
  Class<?> api() {
    return api;
  }

  /** The protocol that the SDK speaks with the service. */
  Protocol protocol() {
    return operation(candidates.keySet().iterator().next()).orElseThrow().protocol();
  }

  /** The operation that the wire calls {@code name}. */
  Optional<Operation> operation(String name) {
    // The SDK's method names differ from the operations' names in case only.
    return Optional.ofNullable(candidates.get(name.toLowerCase(Locale.ROOT)))
        .map(c -> operations.computeIfAbsent(c.method, m -> load(c)));
  }

  /** All operations. Loads the request classes of all of them. */
  Collection<Operation> operations() {
    return candidates.keySet().stream().map(name -> operation(name).orElseThrow()).toList();
  }

  /** The operations by method and path; made from all of them, implemented or not. */
  Routes routes() {
    return routes.computeIfAbsent(
        signingName, s -> new Routes(operations(), signingName.equals("s3")));
  }

  // Read from the class file: Class.getMethods() would load every class that the interface
  // mentions, thousands for EC2.
  private static Map<String, Candidate> candidates(Class<?> api) {
    var found = new HashMap<String, Candidate>();
    for (var method : ClassFile.of().parse(classFile(api, api.getName())).methods()) {
      var type = method.methodTypeSymbol();
      var streaming = streaming(type);
      if (streaming.isPresent()) {
        var candidate = new Candidate(method.methodName().stringValue(), type, streaming.get());
        // Of get(request) and get(request, transformer), the one that streams is the operation.
        found.merge(
            candidate.method.toLowerCase(Locale.ROOT),
            candidate,
            (a, b) -> a.streaming == Operation.Streaming.NONE ? b : a);
      }
    }
    return Map.copyOf(found);
  }

  private static Optional<Operation.Streaming> streaming(MethodTypeDesc type) {
    var parameters = type.parameterList().stream().map(p -> p.descriptorString()).toList();
    boolean request =
        !parameters.isEmpty()
            && parameters.getFirst().contains("/model/")
            && parameters.getFirst().endsWith("Request;");
    boolean response = type.returnType().descriptorString().endsWith("Response;");
    if (request && response && parameters.size() == 1) {
      return Optional.of(Operation.Streaming.NONE);
    }
    if (request
        && response
        && parameters.subList(1, parameters.size()).equals(List.of(REQUEST_BODY))) {
      return Optional.of(Operation.Streaming.IN);
    }
    return request && parameters.subList(1, parameters.size()).equals(List.of(RESPONSE_TRANSFORMER))
        ? Optional.of(Operation.Streaming.OUT)
        : Optional.empty();
  }

  static byte[] classFile(Class<?> neighbour, String name) {
    try (var in =
        neighbour.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new IllegalStateException(name + " has no class file");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  private Operation load(Candidate candidate) {
    try {
      var lookup = MethodHandles.publicLookup();
      var type =
          candidate.type.resolveConstantDesc(
              MethodHandles.privateLookupIn(api, MethodHandles.lookup()));
      var method = lookup.findVirtual(api, candidate.method, type);
      var request = type.parameterType(0);
      var marshaller =
          Class.forName(
              request.getPackageName().replaceFirst("\\.model$", ".transform")
                  + "."
                  + request.getSimpleName()
                  + "Marshaller");
      var binding = marshaller.getDeclaredField("SDK_OPERATION_BINDING");
      binding.setAccessible(true);
      var info = (OperationInfo) binding.get(null);
      var factory = marshaller.getConstructors()[0].getParameterTypes()[0].getSimpleName();
      return new Operation(
          name(candidate, info),
          protocol(factory, info),
          info,
          request,
          candidate.streaming,
          method);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          api.getSimpleName() + "." + candidate.method + ": the SDK has no marshaller for it", e);
    }
  }

  private static String name(Candidate candidate, OperationInfo info) {
    var id = info.operationIdentifier();
    return id == null
        ? Character.toUpperCase(candidate.method.charAt(0)) + candidate.method.substring(1)
        : id.substring(id.lastIndexOf('.') + 1);
  }

  private Protocol protocol(String factory, OperationInfo info) {
    if (factory.contains("Json")) {
      return info.operationIdentifier() == null ? Protocol.REST_JSON : Protocol.JSON;
    }
    if (factory.contains("Xml")) {
      return signingName.equals("s3") ? Protocol.S3 : Protocol.REST_XML;
    }
    return signingName.equals("ec2") ? Protocol.EC2 : Protocol.QUERY;
  }
}
