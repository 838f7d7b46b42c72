package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.cloudformation.Properties;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

/** The resource types of AWS Secrets Manager. */
public final class SecretsManagerTypes {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String GENERATE = "GenerateSecretString";

  private SecretsManagerTypes() {}

  /** The types, acting through {@code secrets}. */
  public static ResourceTypes types(SecretsManagerClient secrets) {
    return ResourceTypes.of(
        type("AWS::SecretsManager::Secret")
            .create(
                CreateSecretRequest::builder,
                (request, secret) ->
                    secret
                        .properties()
                        .object(GENERATE)
                        .ifPresent(how -> request.secretString(generated(secrets, how))),
                secrets::createSecret)
            .named("Name", 512)
            .byHand(GENERATE)
            .ignore("ReplicaRegions", "the secret stays in its region")
            .ref(created -> created.arn())
            .attribute("Id", created -> created.arn())
            .updateWith(change -> change(secrets, change))
            .onChange("Tags", change -> retag(secrets, change))
            .delete(
                arn -> secrets.deleteSecret(r -> r.secretId(arn).forceDeleteWithoutRecovery(true))),
        type("AWS::SecretsManager::ResourcePolicy")
            .create(PutResourcePolicyRequest::builder, secrets::putResourcePolicy)
            .ref(created -> created.arn())
            .attribute("Id", created -> created.arn())
            .update(PutResourcePolicyRequest::builder, secrets::putResourcePolicy)
            .delete(arn -> secrets.deleteResourcePolicy(r -> r.secretId(arn))));
  }

  /** A password, or the template of a JSON text with a password under its key. */
  private static String generated(SecretsManagerClient secrets, Properties how) {
    var json = how.json().deepCopy();
    json.remove("SecretStringTemplate");
    json.remove("GenerateStringKey");
    var request = new Properties(json).fill(GetRandomPasswordRequest.builder()).build();
    var password = secrets.getRandomPassword(request).randomPassword();
    if (!how.has("SecretStringTemplate") && !how.has("GenerateStringKey")) {
      return password;
    }
    var template = how.require("SecretStringTemplate");
    try {
      if (JSON.readTree(template) instanceof ObjectNode object) {
        return object.put(how.require("GenerateStringKey"), password).toString();
      }
    } catch (JsonProcessingException e) {
      throw noObject(e);
    }
    throw noObject(null);
  }

  private static IllegalArgumentException noObject(Exception cause) {
    return new IllegalArgumentException(
        "Could not parse SecretStringTemplate JSON: it must be an object", cause);
  }

  /** A value is generated anew only when how it is generated changes. */
  private static void change(SecretsManagerClient secrets, Update change) {
    var now = change.properties();
    secrets.updateSecret(
        r -> {
          r.secretId(change.id())
              .description(now.text("Description").orElse(""))
              .kmsKeyId(now.text("KmsKeyId").orElse(null));
          if (change.changes("SecretString")) {
            now.text("SecretString").ifPresent(r::secretString);
          }
          if (change.changes(GENERATE)) {
            now.object(GENERATE).ifPresent(how -> r.secretString(generated(secrets, how)));
          }
        });
  }

  private static void retag(SecretsManagerClient secrets, Update change) {
    change.retag(
        gone -> secrets.untagResource(r -> r.secretId(change.id()).tagKeys(gone)),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags -> secrets.tagResource(r -> r.secretId(change.id()).tags(tags)));
  }
}
