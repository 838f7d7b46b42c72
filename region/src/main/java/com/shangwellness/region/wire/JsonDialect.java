package com.shangwellness.region.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/** JSON 1.0 and 1.1, and RPC v2 CBOR, which has the same trees in another notation. */
final class JsonDialect implements Dialect {

  private final boolean cbor;
  private final ObjectMapper mapper;

  private JsonDialect(boolean cbor, ObjectMapper mapper) {
    this.cbor = cbor;
    this.mapper = mapper;
  }

  static JsonDialect json() {
    return new JsonDialect(false, new JsonMapper());
  }

  static JsonDialect cbor() {
    return new JsonDialect(true, new CBORMapper());
  }

  @Override
  public Object request(
      Operation operation, WireRequest request, Body body, Map<String, String> labels) {
    return Binding.struct(operation.newRequest(), read(((Body.Held) body).bytes()));
  }

  /** The tree that {@code body} spells; an empty body is an empty structure. */
  JsonValue read(byte[] body) {
    try {
      return new JsonValue(body.length == 0 ? mapper.createObjectNode() : mapper.readTree(body));
    } catch (JacksonException e) {
      throw Binding.malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Reply answer(
      Operation operation, SdkPojo response, WireRequest request, String requestId) {
    return Reply.of(200, headers(request, requestId), write(response));
  }

  private Map<String, String> headers(WireRequest request, String requestId) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("x-amzn-RequestId", requestId);
    if (cbor) {
      headers.put("Content-Type", "application/cbor");
      headers.put("smithy-protocol", "rpc-v2-cbor");
    } else {
      // 1.0 or 1.1, as the client has it.
      headers.put(
          "Content-Type",
          request
              .header("content-type")
              .filter(type -> type.startsWith("application/x-amz-json-1."))
              .orElse("application/x-amz-json-1.1"));
    }
    return headers;
  }

  /** {@code pojo} in this notation. */
  byte[] write(SdkPojo pojo) {
    return written(out -> out.struct(pojo));
  }

  @Override
  public Reply error(Fault fault, WireRequest request, String requestId) {
    var headers = headers(request, requestId);
    if (cbor) {
      headers.put("x-amzn-query-error", fault.code() + ";" + fault.side());
    } else {
      headers.put("x-amzn-ErrorType", fault.code());
    }
    return Reply.of(fault.status(), headers, writeError(fault));
  }

  /** {@code fault} in this notation. */
  byte[] writeError(Fault fault) {
    return written(
        writer -> {
          writer.out().writeStartObject();
          writer.out().writeStringField("__type", fault.code());
          writer.out().writeStringField("message", fault.message());
          if (fault.details().isPresent()) {
            writer.members(fault.details().get());
          }
          writer.out().writeEndObject();
        });
  }

  private interface Writing {
    void to(JsonWriter writer) throws IOException;
  }

  private byte[] written(Writing writing) {
    var bytes = new ByteArrayOutputStream(512);
    try (var generator = mapper.getFactory().createGenerator(bytes)) {
      writing.to(new JsonWriter(generator));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public String malformedCode() {
    return "SerializationException";
  }
}
