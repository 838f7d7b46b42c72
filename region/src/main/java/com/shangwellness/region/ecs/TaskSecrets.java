package com.shangwellness.region.ecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.codec.AwsErrors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Fetches what a container definition's secrets name: a secret of Secrets Manager, or one key of
 * it, or a parameter of SSM. They are injected when the container starts and at no other time.
 */
final class TaskSecrets {

  private static final JsonMapper JSON = new JsonMapper();

  // arn:aws:secretsmanager:region:account:secret:name-suffix, then :key:stage:version.
  private static final int ARN_PARTS = 7;

  private final SecretsManagerClient secrets;
  private final SsmClient parameters;

  TaskSecrets(SecretsManagerClient secrets, SsmClient parameters) {
    this.secrets = secrets;
    this.parameters = parameters;
  }

  /**
   * The values by the names of their environment variables.
   *
   * @throws TaskFailure when one cannot be had
   */
  Map<String, String> values(List<Secret> wanted) throws TaskFailure {
    var values = new LinkedHashMap<String, String>();
    for (var secret : wanted) {
      values.put(
          secret.name(),
          secret.valueFrom().startsWith("arn:aws:secretsmanager:")
              ? secret(secret.valueFrom())
              : parameter(secret.valueFrom()));
    }
    return values;
  }

  private String secret(String reference) throws TaskFailure {
    var parts = List.of(reference.split(":", -1));
    var arn = String.join(":", parts.subList(0, Math.min(ARN_PARTS, parts.size())));
    var request = GetSecretValueRequest.builder().secretId(arn);
    if (!part(parts, 1).isEmpty()) {
      request.versionStage(part(parts, 1));
    }
    if (!part(parts, 2).isEmpty()) {
      request.versionId(part(parts, 2));
    }
    try {
      var value = secrets.getSecretValue(request.build()).secretString();
      return part(parts, 0).isEmpty() ? value : member(arn, value, part(parts, 0));
    } catch (AwsServiceException e) {
      throw failure(
          "unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret %s from secrets manager: %s: %s"
              .formatted(arn, AwsErrors.code(e), AwsErrors.message(e)));
    }
  }

  private static String part(List<String> parts, int after) {
    return parts.size() > ARN_PARTS + after ? parts.get(ARN_PARTS + after) : "";
  }

  private static String member(String arn, String value, String key) throws TaskFailure {
    try {
      var member = JSON.readTree(value).path(key);
      if (member.isMissingNode()) {
        throw failure("retrieved secret from Secrets Manager did not contain json key " + key);
      }
      return member.isTextual() ? member.asText() : member.toString();
    } catch (JsonProcessingException e) {
      // The parser's own words would show the secret.
      throw failure("invalid json in secret " + arn);
    }
  }

  private String parameter(String reference) throws TaskFailure {
    int slash = reference.indexOf(":parameter/");
    // The ARN of /path/name has one slash after "parameter", that of name has one too.
    var name = slash < 0 ? reference : reference.substring(slash + ":parameter".length());
    var bare = slash >= 0 && name.lastIndexOf('/') == 0 ? name.substring(1) : name;
    try {
      return parameters.getParameter(r -> r.name(bare).withDecryption(true)).parameter().value();
    } catch (AwsServiceException e) {
      throw failure(
          "unable to retrieve secrets from ssm: service call has been retried 1 time(s): %s: %s"
              .formatted(AwsErrors.code(e), AwsErrors.message(e)));
    }
  }

  private static TaskFailure failure(String why) {
    return new TaskFailure(
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource"
            + " retrieval failed: "
            + why);
  }
}
