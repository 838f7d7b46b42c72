package com.shangwellness.region.codebuild;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.codec.AwsErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariableType;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The values of a build's own variables, fetched where they are not plain. */
final class SecretValues {

  private static final JsonMapper JSON = new JsonMapper();

  private final SsmClient ssm;
  private final SecretsManagerClient secrets;

  SecretValues(SsmClient ssm, SecretsManagerClient secrets) {
    this.ssm = ssm;
    this.secrets = secrets;
  }

  /**
   * Variables and their values.
   *
   * @param secret those values that are not to be seen in the log
   */
  record Values(Map<String, String> all, List<String> secret) {}

  /** What the request and the project say goes over what the buildspec says. */
  Values of(Buildspec spec, List<EnvironmentVariable> variables) throws BuildFault {
    var all = new LinkedHashMap<String, String>(spec.variables());
    var secret = new ArrayList<String>();
    for (var parameter : spec.parameters().entrySet()) {
      put(all, secret, parameter.getKey(), parameter(parameter.getValue()));
    }
    for (var reference : spec.secrets().entrySet()) {
      put(all, secret, reference.getKey(), secret(reference.getValue()));
    }
    for (var variable : variables) {
      var type = variable.type() == null ? EnvironmentVariableType.PLAINTEXT : variable.type();
      switch (type) {
        case PARAMETER_STORE -> put(all, secret, variable.name(), parameter(variable.value()));
        case SECRETS_MANAGER -> put(all, secret, variable.name(), secret(variable.value()));
        default -> all.put(variable.name(), variable.value());
      }
    }
    return new Values(all, secret);
  }

  private static void put(Map<String, String> all, List<String> secret, String name, String value) {
    all.put(name, value);
    secret.add(value);
  }

  private String parameter(String name) throws BuildFault {
    try {
      return ssm.getParameter(r -> r.name(name).withDecryption(true)).parameter().value();
    } catch (AwsServiceException e) {
      throw new BuildFault(
          "Decrypted Variables Error",
          "parameter does not exist: " + name + " (" + AwsErrors.code(e) + ")");
    }
  }

  // A reference is id:json-key:version-stage:version-id, and the id may be an ARN of seven parts.
  private String secret(String reference) throws BuildFault {
    int id = reference.startsWith("arn:") ? 7 : 1;
    var parts = List.of(reference.split(":", -1));
    if (parts.size() < id || parts.size() > id + 3) {
      throw new BuildFault("Secrets Manager Error", "invalid secret reference: " + reference);
    }
    var request = GetSecretValueRequest.builder().secretId(String.join(":", parts.subList(0, id)));
    var key = part(parts, id);
    if (!part(parts, id + 1).isEmpty()) {
      request.versionStage(part(parts, id + 1));
    }
    if (!part(parts, id + 2).isEmpty()) {
      request.versionId(part(parts, id + 2));
    }
    try {
      var value = secrets.getSecretValue(request.build()).secretString();
      return key.isEmpty() ? value : member(reference, key, value);
    } catch (AwsServiceException e) {
      throw new BuildFault(
          "Secrets Manager Error",
          AwsErrors.code(e) + ": " + AwsErrors.message(e) + " (" + reference + ")");
    }
  }

  private static String part(List<String> parts, int index) {
    return index < parts.size() ? parts.get(index) : "";
  }

  private static String member(String reference, String key, String value) throws BuildFault {
    try {
      var member = JSON.readTree(value).path(key);
      if (!member.isMissingNode()) {
        return member.isTextual() ? member.asText() : member.toString();
      }
    } catch (JsonProcessingException e) {
      throw new BuildFault("Secrets Manager Error", "the secret of " + reference + " is not JSON");
    }
    throw new BuildFault(
        "Secrets Manager Error", "json key not found: " + key + " in the secret of " + reference);
  }
}
