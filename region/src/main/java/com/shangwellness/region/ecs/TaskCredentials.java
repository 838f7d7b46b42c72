package com.shangwellness.region.ecs;

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
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Where a task's SDK gets the task role's credentials: {@code GET /_region/credentials/<task>} with
 * the task's own token in the Authorization header.
 */
final class TaskCredentials implements HttpHandler {

  static final String PATH = "/_region/credentials/";

  private static final JsonMapper JSON = new JsonMapper();

  private record Answer(int status, String body) {
    static Answer refused(int status, String code, String message) {
      return new Answer(
          status, JSON.createObjectNode().put("code", code).put("message", message).toString());
    }
  }

  private final Place place;
  private final Timeline timeline;
  private final StsClient sts;
  private final Tasks tasks;
  private final TaskDefinitions definitions;

  TaskCredentials(
      Place place, Timeline timeline, StsClient sts, Tasks tasks, TaskDefinitions definitions) {
    this.place = place;
    this.timeline = timeline;
    this.sts = sts;
    this.tasks = tasks;
    this.definitions = definitions;
  }

  @Override
  public void handle(HttpExchange http) throws IOException {
    try (http) {
      var path = http.getRequestURI().getPath();
      var task = path.startsWith(PATH) ? path.substring(PATH.length()) : "";
      var token = String.valueOf(http.getRequestHeaders().getFirst("Authorization"));
      var answer = await(task, token);
      var body = answer.body().getBytes(UTF_8);
      http.getResponseHeaders().set("Content-Type", "application/json");
      http.sendResponseHeaders(answer.status(), body.length);
      http.getResponseBody().write(body);
    }
  }

  private Answer await(String task, String token) {
    try {
      return timeline.call("ecs: credentials of task " + task, () -> answer(task, token)).join();
    } catch (CompletionException e) {
      return Answer.refused(500, "InternalServerError", String.valueOf(e.getMessage()));
    }
  }

  private Answer answer(String id, String token) {
    var task = tasks.find(id).filter(t -> same(t.token(), token)).filter(t -> !t.token().isEmpty());
    if (task.isEmpty()) {
      return Answer.refused(403, "AccessDeniedException", "no task has this token");
    }
    if (task.get().state().compareTo(TaskState.STOPPED) >= 0) {
      return Answer.refused(404, "NoSuchTask", "the task " + id + " has stopped");
    }
    return answer(task.get(), definitions.get(task.get().task().taskDefinitionArn()));
  }

  private Answer answer(KeptTask task, TaskDefinition definition) {
    try {
      return json(assume(definition.taskRoleArn(), task.id()), definition.taskRoleArn());
    } catch (AwsServiceException e) {
      return Answer.refused(AwsErrors.status(e), AwsErrors.code(e), AwsErrors.message(e));
    }
  }

  private Credentials assume(String role, String session) {
    var credentials = new ArrayList<Credentials>(1);
    new Caller("ecs-tasks.amazonaws.com", place.account(), place.region(), session)
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

  private static boolean same(String expected, String found) {
    return MessageDigest.isEqual(expected.getBytes(UTF_8), found.getBytes(UTF_8));
  }
}
