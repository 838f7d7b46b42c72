package com.shangwellness.region.wire;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.timeline.Timeline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;

/**
 * Answers requests by services: finds out what is asked for, reads the body, has the operation
 * carried out as one action of the timeline, and writes the answer once that is committed.
 */
final class Adapter {

  private static final Logger LOG = System.getLogger(Adapter.class.getName());

  private final Resolver resolver;
  private final Timeline timeline;
  private final Principals principals;
  private final Spool spool;
  private final Limits limits;
  private final Constraints constraints;
  private final Map<Protocol, Dialect> dialects = new EnumMap<>(Protocol.class);

  Adapter(
      Catalog catalog,
      Timeline timeline,
      Principals principals,
      Spool spool,
      Limits limits,
      Constraints constraints) {
    this.resolver = new Resolver(catalog);
    this.timeline = timeline;
    this.principals = principals;
    this.spool = spool;
    this.limits = limits;
    this.constraints = constraints;
    dialects.put(Protocol.JSON, JsonDialect.json());
    dialects.put(Protocol.CBOR, JsonDialect.cbor());
    dialects.put(Protocol.REST_JSON, RestDialect.json());
    dialects.put(Protocol.QUERY, new QueryDialect(false));
    dialects.put(Protocol.EC2, new QueryDialect(true));
    dialects.put(Protocol.REST_XML, RestDialect.xml());
    dialects.put(Protocol.S3, RestDialect.s3());
  }

  /** Answers a request; errors are answers, too. */
  Reply answer(Incoming incoming) {
    var id = UUID.randomUUID().toString();
    var dialect = dialects.get(resolver.protocol(incoming.request()));
    try {
      return answer(incoming, dialect, id);
    } catch (RuntimeException e) {
      var reply = dialect.error(fault(e, dialect, id), incoming.request(), id);
      return e instanceof AwsServiceException error ? withHeaders(reply, error) : reply;
    }
  }

  // A service may give headers along with an error, in the SDK's place for them.
  private static Reply withHeaders(Reply reply, AwsServiceException error) {
    var details = error.awsErrorDetails();
    if (details == null || details.sdkHttpResponse() == null) {
      return reply;
    }
    var answer = reply;
    for (var header : details.sdkHttpResponse().headers().entrySet()) {
      answer = answer.with(header.getKey(), header.getValue().getFirst());
    }
    return answer;
  }

  private Reply answer(Incoming incoming, Dialect dialect, String id) {
    var credential = resolver.credential(incoming.request());
    var caller = caller(credential, id, RequestedPace.of(incoming.request()));
    var service = resolver.service(credential, incoming.request());
    var early = resolver.byPath(service, incoming.request());
    boolean streams =
        early.isPresent() && early.get().operation().streaming() == Operation.Streaming.IN;
    var body =
        streams ? incoming.streamed(spool) : incoming.held(limits.body(credential.service()));
    try {
      var match =
          early.orElseGet(() -> resolver.byName(service, incoming.request(), (Body.Held) body));
      var request = bound(dialect, match, incoming.request(), body);
      constraints.check(service.model().signingName(), match.operation(), (SdkPojo) request);
      return carryOut(
          new Invocation(
              service, match.operation(), request, body, incoming.request(), dialect, id),
          caller);
    } finally {
      if (body instanceof Body.Streamed streamed) {
        streamed.content().discard();
      }
    }
  }

  private static Object bound(Dialect dialect, Routes.Match match, WireRequest request, Body body) {
    try {
      return dialect.request(match.operation(), request, body, match.labels());
    } catch (IllegalArgumentException e) {
      throw new Binding.Malformed(e.getMessage(), e);
    }
  }

  private Caller caller(Credential credential, String id, double pace) {
    var principal =
        principals
            .principalOf(credential.accessKeyId())
            .orElseThrow(
                () ->
                    new Fault.Refusal(
                        credential.service().equals("s3")
                            ? "InvalidAccessKeyId"
                            : "InvalidClientTokenId",
                        403,
                        "The security token included in the request is invalid."));
    // arn:aws:iam::ACCOUNT:user/name
    var account = principal.split(":", -1)[4];
    return new Caller(principal, account, credential.region().orElse("us-east-1"), id, pace);
  }

  private record Invocation(
      Service service,
      Operation operation,
      Object request,
      Body body,
      WireRequest wire,
      Dialect dialect,
      String id) {

    Reply call() {
      return switch (operation.streaming()) {
        case NONE -> answer(service.call(operation, request, Optional.empty()));
        case IN -> answer(service.call(operation, request, Optional.of(requestBody())));
        case OUT -> streamOut();
      };
    }

    private Reply answer(Object response) {
      return dialect.answer(operation, (SdkPojo) response, wire, id);
    }

    private RequestBody requestBody() {
      var content = ((Body.Streamed) body).content();
      return RequestBody.fromContentProvider(
          content,
          content.length(),
          wire.header("content-type").orElse("application/octet-stream"));
    }

    // The service gives the stream; it is read after the commit, away from the timeline.
    private Reply streamOut() {
      var replies = new ArrayList<Reply>(1);
      var transformer =
          new ResponseTransformer<SdkPojo, Reply>() {
            @Override
            public Reply transform(SdkPojo response, AbortableInputStream in) {
              var head = answer(response);
              var reply = new Reply(head.status(), head.headers(), head.body(), Optional.of(in));
              replies.add(reply);
              return reply;
            }

            @Override
            public boolean needsConnectionLeftOpen() {
              return true;
            }
          };
      service.call(operation, request, Optional.of(transformer));
      return replies.getFirst();
    }
  }

  private Reply carryOut(Invocation invocation, Caller caller) {
    var answers = new ArrayList<CompletableFuture<Reply>>(1);
    var what = invocation.service.model().signingName() + ": " + invocation.operation.name();
    caller.run(() -> answers.add(timeline.call(what, invocation::call)));
    try {
      return answers.getFirst().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Fault fault(RuntimeException e, Dialect dialect, String id) {
    return switch (e) {
      case Fault.Refusal refusal -> refusal.fault();
      case Binding.Malformed malformed ->
          Fault.of(dialect.malformedCode(), 400, String.valueOf(malformed.getMessage()));
      case Service.NotSupported no ->
          Fault.of("NotImplemented", 501, String.valueOf(no.getMessage()));
      case AwsServiceException error ->
          new Fault(
              AwsErrors.code(error),
              AwsErrors.status(error),
              AwsErrors.message(error),
              Optional.of((SdkPojo) error));
      default -> {
        LOG.log(Level.ERROR, "request " + id + " failed inside the region", e);
        yield Fault.of(
            "InternalFailure",
            500,
            "The request failed inside the region, which is a defect of it; its log tells more"
                + " about request "
                + id
                + ".");
      }
    };
  }
}
