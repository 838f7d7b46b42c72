package com.shangwellness.region.wire;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds out which operation of which service a request asks for. */
final class Resolver {

  private static final Pattern READS = Pattern.compile("(Get|List|Describe)[A-Z]");

  private final Catalog catalog;

  Resolver(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The protocol of a request, as far as it can be told; errors are answered in it, too. */
  Protocol protocol(WireRequest request) {
    if (isCbor(request)) {
      return Protocol.CBOR;
    }
    if (request.headers().containsKey("x-amz-target")) {
      return Protocol.JSON;
    }
    var named = Credential.of(request).map(Credential::service);
    var known = named.flatMap(catalog::anywhere).map(service -> service.model().protocol());
    if (known.isPresent()) {
      return known.get();
    }
    return request.isForm() || request.query().containsKey("Action")
        ? Protocol.QUERY
        : named.filter("s3"::equals).isPresent() || named.isEmpty()
            ? Protocol.S3
            : Protocol.REST_XML;
  }

  private static boolean isCbor(WireRequest request) {
    return request.header("smithy-protocol").filter("rpc-v2-cbor"::equals).isPresent();
  }

  /** Who signed {@code request}. */
  Credential credential(WireRequest request) {
    return Credential.of(request)
        .orElseThrow(
            () ->
                protocol(request) == Protocol.S3
                    ? new Fault.Refusal("AccessDenied", 403, "Access Denied")
                    : new Fault.Refusal(
                        "MissingAuthenticationToken",
                        403,
                        "Request is missing Authentication Token"));
  }

  /** The service that {@code credential} is for. */
  Service service(Credential credential, WireRequest request) {
    var name = credential.service();
    if (catalog.anywhere(name).isEmpty()) {
      throw new Fault.Refusal(
          "NotImplemented",
          501,
          "This region does not offer the service " + name + "; it offers " + catalog.services());
    }
    var region =
        credential.region().orElseGet(() -> catalog.regions().stream().findFirst().orElse(""));
    return catalog
        .find(name, region)
        .orElseThrow(
            () ->
                new Fault.Refusal(
                    protocol(request) == Protocol.JSON
                        ? "InvalidSignatureException"
                        : "SignatureDoesNotMatch",
                    403,
                    "Credential should be scoped to a valid region, not '"
                        + region
                        + "'; there are "
                        + catalog.regions()));
  }

  /** What a REST request asks for, which its path tells; empty for other protocols. */
  Optional<Routes.Match> byPath(Service service, WireRequest request) {
    var protocol = protocol(request);
    boolean rest =
        switch (protocol) {
          case REST_JSON, REST_XML, S3 -> true;
          case JSON, CBOR, QUERY, EC2 -> false;
        };
    if (!rest) {
      return Optional.empty();
    }
    var address =
        protocol == Protocol.S3
            ? S3Quirks.address(request)
            : new S3Quirks.Address(Optional.empty(), request.path());
    var match = service.model().routes().find(request, address.path(), address.bucket());
    if (match.isEmpty()) {
      throw new Fault.Refusal(
          protocol == Protocol.S3 ? "MethodNotAllowed" : "UnknownOperationException",
          protocol == Protocol.S3 ? 405 : 404,
          request.method() + " " + request.path() + " is no operation of " + service);
    }
    return match;
  }

  /** What a request of the other protocols asks for, which it names. */
  Routes.Match byName(Service service, WireRequest request, Body.Held body) {
    var protocol = protocol(request);
    var name =
        switch (protocol) {
          case CBOR -> lastPart(request.path(), '/');
          case JSON -> lastPart(request.header("x-amz-target").orElse(""), '.');
          default -> action(request, body);
        };
    var operation =
        service
            .model()
            .operation(name)
            .orElseThrow(
                () ->
                    new Fault.Refusal(
                        protocol == Protocol.JSON || protocol == Protocol.CBOR
                            ? "UnknownOperationException"
                            : "InvalidAction",
                        400,
                        "The action " + name + " is no operation of " + service));
    if (protocol == Protocol.QUERY || protocol == Protocol.EC2) {
      requireHarmless(request, operation);
    }
    return new Routes.Match(operation, Map.of());
  }

  // Signatures are not verified here, so a link of any page could carry what looks like one. Those
  // that AWS's users do send signed in the query string only read: GetCallerIdentity, mostly.
  private static void requireHarmless(WireRequest request, Operation operation) {
    boolean reads = READS.matcher(operation.name()).lookingAt();
    if (!reads && !Credential.isInHeader(request)) {
      throw new Fault.Refusal(
          "AccessDenied",
          403,
          operation.name()
              + " changes things and is signed in the query string, as a link of any web page may"
              + " be; sign it in the Authorization header.");
    }
  }

  private static String action(WireRequest request, Body.Held body) {
    var values = QueryDialect.parameters(request, body).get("Action");
    if (values == null) {
      throw new Fault.Refusal("MissingAction", 400, "The request must name an Action.");
    }
    return values.getFirst();
  }

  private static String lastPart(String text, char separator) {
    return text.substring(text.lastIndexOf(separator) + 1);
  }
}
