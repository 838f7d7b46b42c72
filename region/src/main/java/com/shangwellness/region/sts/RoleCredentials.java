package com.shangwellness.region.sts;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.timeline.Timeline;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Where the SDK in a container gets its role's credentials: {@code GET <path><id>} with the
 * container's own token in the Authorization header.
 */
public final class RoleCredentials implements HttpHandler {

  private static final JsonMapper JSON = new JsonMapper();

  /** Who may have credentials. */
  @FunctionalInterface
  public interface Holders {

    /** What the container {@code id} gets, which has sent {@code token}. */
    Holder find(String id, String token);
  }

  /** What a container gets. */
  public sealed interface Holder {

    /** The credentials of {@code role}, in a session that is called by the container's id. */
    record Granted(String role) implements Holder {}

    /** Nothing, for a reason. */
    record Refused(int status, String code, String message) implements Holder {}
  }

  private record Answer(int status, String body) {
    static Answer refused(int status, String code, String message) {
      return new Answer(
          status, JSON.createObjectNode().put("code", code).put("message", message).toString());
    }
  }

  private final String path;
  private final String service;
  private final Place place;
  private final Timeline timeline;
  private final StsClient sts;
  private final Holders holders;

  /**
   * Credentials of the containers of one service.
   *
   * @param path where it is served, with a slash at its end
   * @param service who assumes the roles, for example {@code ecs-tasks}
   */
  public RoleCredentials(
      String path, String service, Place place, Timeline timeline, StsClient sts, Holders holders) {
    this.path = path;
    this.service = service;
    this.place = place;
    this.timeline = timeline;
    this.sts = sts;
    this.holders = holders;
  }

  /** Whether a token is the right one; in a time that does not tell how much of it is right. */
  public static boolean same(String expected, String found) {
    return !expected.isEmpty()
        && MessageDigest.isEqual(expected.getBytes(UTF_8), found.getBytes(UTF_8));
  }

  @Override
  public void handle(HttpExchange http) throws IOException {
    try (http) {
      var asked = http.getRequestURI().getPath();
      var id = asked.startsWith(path) ? asked.substring(path.length()) : "";
      var token = String.valueOf(http.getRequestHeaders().getFirst("Authorization"));
      var answer = await(id, token);
      var body = answer.body().getBytes(UTF_8);
      http.getResponseHeaders().set("Content-Type", "application/json");
      http.sendResponseHeaders(answer.status(), body.length);
      http.getResponseBody().write(body);
    }
  }

  private Answer await(String id, String token) {
    try {
      return timeline.call(service + ": credentials of " + id, () -> answer(id, token)).join();
    } catch (CompletionException e) {
      return Answer.refused(500, "InternalServerError", String.valueOf(e.getMessage()));
    }
  }

  private Answer answer(String id, String token) {
    return switch (holders.find(id, token)) {
      case Holder.Refused(int status, String code, String message) ->
          Answer.refused(status, code, message);
      case Holder.Granted(String role) -> granted(role, id);
    };
  }

  private Answer granted(String role, String session) {
    try {
      return json(assume(role, session), role);
    } catch (AwsServiceException e) {
      return Answer.refused(AwsErrors.status(e), AwsErrors.code(e), AwsErrors.message(e));
    }
  }

  private Credentials assume(String role, String session) {
    var credentials = new ArrayList<Credentials>(1);
    new Caller(service + ".amazonaws.com", place.account(), place.region(), session)
        .run(
            () ->
                credentials.add(
                    sts.assumeRole(r -> r.roleArn(role).roleSessionName(session)).credentials()));
    return credentials.getFirst();
  }

  private static Answer json(Credentials credentials, String role) {
    return new Answer(
        200,
        JSON.createObjectNode()
            .put("RoleArn", role)
            .put("AccessKeyId", credentials.accessKeyId())
            .put("SecretAccessKey", credentials.secretAccessKey())
            .put("Token", credentials.sessionToken())
            .put("Expiration", credentials.expiration().toString())
            .toString());
  }
}
