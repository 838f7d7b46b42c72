package com.shangwellness.region.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * REST-JSON, REST-XML, and S3's kind of the latter: a body in some notation, and the rest in HTTP.
 */
final class RestDialect implements Dialect {

  /** How structures are written into bodies. */
  interface Notation {
    Value read(byte[] body);

    /** A payload member that is a structure. */
    byte[] write(SdkField<?> payload, SdkPojo value, Operation operation);

    /** A response whose members are in the body; empty when none is set and none need be. */
    byte[] write(SdkPojo response, Operation operation);

    byte[] error(Fault fault, String requestId);

    String contentType();

    String malformedCode();

    /**
     * Whether an answer has a form of its own, although a member of it is marked as its payload.
     */
    default boolean hasOwnForm(Operation operation) {
      return false;
    }

    /** The HTTP status of an answer. */
    default int status(Operation operation, SdkPojo response) {
      return RestBinding.status(response);
    }
  }

  private final Notation notation;
  private final String requestIdHeader;

  private RestDialect(Notation notation, String requestIdHeader) {
    this.notation = notation;
    this.requestIdHeader = requestIdHeader;
  }

  static RestDialect json() {
    return new RestDialect(new RestJson(), "x-amzn-RequestId");
  }

  static RestDialect xml() {
    return new RestDialect(new RestXml(), "x-amzn-RequestId");
  }

  static RestDialect s3() {
    return new RestDialect(new S3Quirks(), "x-amz-request-id");
  }

  @Override
  public Object request(
      Operation operation, WireRequest request, Body body, Map<String, String> labels) {
    var builder = operation.newRequest();
    RestBinding.bind(builder, request, labels);
    if (body instanceof Body.Held held) {
      bindBody(builder, held.bytes());
    }
    return ((Buildable) builder).build();
  }

  private void bindBody(SdkPojo builder, byte[] body) {
    var payload = Fields.payload(builder);
    if (payload.isPresent() && isPlain(payload.get())) {
      RestBinding.bindPlain(builder, payload.get(), body);
    } else if (body.length > 0) {
      var value = notation.read(body);
      if (payload.isPresent()) {
        Binding.set(builder, payload.get(), value);
      } else {
        builder.sdkFields().stream()
            .filter(Fields::isInBody)
            .forEach(field -> value.member(field).ifPresent(m -> Binding.set(builder, field, m)));
      }
    }
  }

  private static boolean isPlain(SdkField<?> payload) {
    return payload.marshallingType() != MarshallingType.SDK_POJO
        && payload.marshallingType() != MarshallingType.DOCUMENT;
  }

  @Override
  public Reply answer(
      Operation operation, SdkPojo response, WireRequest request, String requestId) {
    var headers = new LinkedHashMap<>(RestBinding.headers(response));
    headers.put(requestIdHeader, requestId);
    byte[] body = new byte[0];
    if (operation.streaming() != Operation.Streaming.OUT) {
      body = body(operation, response);
    }
    if (body.length > 0) {
      headers.putIfAbsent("Content-Type", notation.contentType());
    }
    return Reply.of(notation.status(operation, response), headers, body);
  }

  private byte[] body(Operation operation, SdkPojo response) {
    var payload = Fields.payload(response);
    if (payload.isEmpty() || notation.hasOwnForm(operation)) {
      return notation.write(response, operation);
    }
    return Fields.value(payload.get(), response)
        .map(
            value ->
                value instanceof SdkPojo pojo
                    ? notation.write(payload.get(), pojo, operation)
                    : RestBinding.plain(value))
        .orElse(new byte[0]);
  }

  @Override
  public Reply error(Fault fault, WireRequest request, String requestId) {
    var headers = new LinkedHashMap<String, String>();
    headers.put(requestIdHeader, requestId);
    headers.put("Content-Type", notation.contentType());
    headers.put("x-amzn-ErrorType", fault.code());
    fault.details().ifPresent(details -> headers.putAll(RestBinding.headers(details)));
    return Reply.of(fault.status(), headers, notation.error(fault, requestId));
  }

  @Override
  public String malformedCode() {
    return notation.malformedCode();
  }

  /** JSON bodies. */
  private static final class RestJson implements Notation {
    private final JsonDialect json = JsonDialect.json();

    @Override
    public Value read(byte[] body) {
      return json.read(body);
    }

    @Override
    public byte[] write(SdkField<?> payload, SdkPojo value, Operation operation) {
      return json.write(value);
    }

    @Override
    public byte[] write(SdkPojo response, Operation operation) {
      return json.write(response);
    }

    @Override
    public byte[] error(Fault fault, String requestId) {
      return json.writeError(fault);
    }

    @Override
    public String contentType() {
      return "application/json";
    }

    @Override
    public String malformedCode() {
      return json.malformedCode();
    }
  }

  /** XML bodies. */
  private static final class RestXml implements Notation {
    @Override
    public Value read(byte[] body) {
      return XmlValue.parse(body);
    }

    @Override
    public byte[] write(SdkField<?> payload, SdkPojo value, Operation operation) {
      var xml = new XmlWriter();
      xml.element(payload, payload.unmarshallLocationName(), value);
      return xml.bytes();
    }

    @Override
    public byte[] write(SdkPojo response, Operation operation) {
      if (response.sdkFields().stream().noneMatch(f -> Fields.inBody(f, response).isPresent())) {
        return new byte[0];
      }
      var root = operation.name() + "Response";
      return new XmlWriter().open(root).members(response).close(root).bytes();
    }

    @Override
    public byte[] error(Fault fault, String requestId) {
      var xml = new XmlWriter();
      QueryDialect.writeError(xml, fault, requestId);
      return xml.bytes();
    }

    @Override
    public String contentType() {
      return "text/xml";
    }

    @Override
    public String malformedCode() {
      return "MalformedInput";
    }
  }
}
