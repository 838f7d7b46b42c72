package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Replaces {@code {{resolve:secretsmanager:…}}}, {@code {{resolve:ssm:…}}} and {@code
 * {{resolve:ssm-secure:…}}} by their values, at the moment of a call: stacks keep the references
 * and never the secrets.
 */
final class DynamicReferences {

  private static final Pattern REFERENCE =
      Pattern.compile("\\{\\{resolve:(ssm|ssm-secure|secretsmanager):([^}]+)}}");
  // {{resolve:secretsmanager:secret-id:SecretString:json-key:version-stage:version-id}}; a secret's
  // ARN has colons of its own.
  private static final Pattern SECRET =
      Pattern.compile("(arn:[^:]*:secretsmanager:[^:]*:\\d*:secret:[^:]+|[^:]+)(?::(.*))?");

  private final SsmClient ssm;
  private final SecretsManagerClient secrets;
  private final JsonMapper json = new JsonMapper();

  DynamicReferences(SsmClient ssm, SecretsManagerClient secrets) {
    this.ssm = ssm;
    this.secrets = secrets;
  }

  /** Whether {@code text} holds such a reference. */
  static boolean in(String text) {
    return text.contains("{{resolve:");
  }

  /** {@code value} with every reference in it replaced. */
  JsonNode resolve(JsonNode value) {
    if (value instanceof ObjectNode object) {
      return resolveObject(object);
    }
    if (value.isArray()) {
      var array = Values.NODES.arrayNode();
      value.forEach(item -> array.add(resolve(item)));
      return array;
    }
    return value.isTextual() && in(value.asText()) ? Values.text(resolve(value.asText())) : value;
  }

  ObjectNode resolveObject(ObjectNode object) {
    var result = Values.NODES.objectNode();
    object.forEachEntry((name, member) -> result.set(name, resolve(member)));
    return result;
  }

  private String resolve(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1).equals("secretsmanager")
                        ? secret(found.group(2))
                        : parameter(found.group(2))));
  }

  private String parameter(String name) {
    return ssm.getParameter(r -> r.name(name).withDecryption(true)).parameter().value();
  }

  private String secret(String reference) {
    var matcher = SECRET.matcher(reference);
    if (!matcher.matches()) {
      throw Invalid.because(
          "Incorrect format is used in the SecretsManager dynamic reference: " + reference);
    }
    var rest = matcher.group(2) == null ? new String[0] : matcher.group(2).split(":", -1);
    var answer =
        secrets.getSecretValue(
            r -> {
              r.secretId(matcher.group(1));
              if (!part(rest, 2).isEmpty()) {
                r.versionStage(part(rest, 2));
              }
              if (!part(rest, 3).isEmpty()) {
                r.versionId(part(rest, 3));
              }
            });
    var key = part(rest, 1);
    return key.isEmpty() ? answer.secretString() : member(reference, answer.secretString(), key);
  }

  private static String part(String[] parts, int index) {
    return index < parts.length ? parts[index] : "";
  }

  private String member(String reference, String secret, String key) {
    try {
      var value = json.readTree(secret).path(key);
      if (!value.isMissingNode()) {
        return value.asText();
      }
    } catch (JsonProcessingException e) {
      throw Invalid.because(
          "Could not parse SecretString JSON of the dynamic reference " + reference);
    }
    throw Invalid.because(
        "Could not find a value associated with JSONKey in SecretString: " + reference);
  }
}
