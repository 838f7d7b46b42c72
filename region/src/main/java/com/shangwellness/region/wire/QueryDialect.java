package com.shangwellness.region.wire;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/** Query and EC2 Query: parameters in, XML out. */
final class QueryDialect implements Dialect {

  private final boolean ec2;

  QueryDialect(boolean ec2) {
    this.ec2 = ec2;
  }

  /** The parameters of a request: those of its form and those of its query string. */
  static Map<String, List<String>> parameters(WireRequest request, Body body) {
    var parameters = new HashMap<>(request.query());
    if (request.isForm() && body instanceof Body.Held held) {
      parameters.putAll(WireRequest.parameters(held.text()));
    }
    return parameters;
  }

  @Override
  public Object request(
      Operation operation, WireRequest request, Body body, Map<String, String> labels) {
    return Binding.struct(operation.newRequest(), QueryValue.of(parameters(request, body)));
  }

  @Override
  public Reply answer(
      Operation operation, SdkPojo response, WireRequest request, String requestId) {
    var xml = new XmlWriter();
    var name = operation.name();
    xml.open(name + "Response", namespace(operation));
    if (ec2) {
      xml.text("requestId", requestId).members(response);
    } else {
      xml.open(name + "Result").members(response).close(name + "Result");
      xml.open("ResponseMetadata").text("RequestId", requestId).close("ResponseMetadata");
    }
    xml.close(name + "Response");
    return Reply.of(200, headers(requestId), xml.bytes());
  }

  private String namespace(Operation operation) {
    var version = operation.info().apiVersion();
    if (ec2) {
      return "http://ec2.amazonaws.com/doc/" + version + "/";
    }
    var service = operation.requestType().getPackageName().replaceAll(".*\\.(\\w+)\\.model", "$1");
    return "https://" + service + ".amazonaws.com/doc/" + version + "/";
  }

  private static Map<String, String> headers(String requestId) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("x-amzn-RequestId", requestId);
    headers.put("Content-Type", "text/xml;charset=UTF-8");
    return headers;
  }

  @Override
  public Reply error(Fault fault, WireRequest request, String requestId) {
    var xml = new XmlWriter();
    if (ec2) {
      xml.open("Response").open("Errors").open("Error");
      xml.text("Code", fault.code()).text("Message", fault.message());
      xml.close("Error").close("Errors").text("RequestID", requestId).close("Response");
    } else {
      writeError(xml, fault, requestId);
    }
    return Reply.of(fault.status(), headers(requestId), xml.bytes());
  }

  /** The ErrorResponse of Query and of REST-XML. */
  static void writeError(XmlWriter xml, Fault fault, String requestId) {
    xml.open("ErrorResponse").open("Error").text("Type", fault.side());
    xml.text("Code", fault.code()).text("Message", fault.message());
    fault.details().ifPresent(xml::members);
    xml.close("Error").text("RequestId", requestId).close("ErrorResponse");
  }

  @Override
  public String malformedCode() {
    return ec2 ? "InvalidParameterValue" : "MalformedInput";
  }
}
