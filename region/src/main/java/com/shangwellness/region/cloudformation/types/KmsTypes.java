package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.Properties;
import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.UpdateAliasRequest;

/** The resource types of AWS KMS. */
public final class KmsTypes {

  private KmsTypes() {}

  /** The types, acting through {@code kms}. */
  public static ResourceTypes types(KmsClient kms) {
    return ResourceTypes.of(
        type("AWS::KMS::Key")
            .create(CreateKeyRequest::builder, kms::createKey)
            .rename("KeyPolicy", "Policy")
            .shape(
                properties -> {
                  // A key's tags are called TagKey and TagValue in its API.
                  var json = properties.json().deepCopy();
                  json.remove("Tags");
                  var tags = json.putArray("Tags");
                  properties
                      .tags()
                      .forEach(
                          (key, value) ->
                              tags.addObject().put("TagKey", key).put("TagValue", value));
                  return new Properties(json);
                })
            .ref(created -> created.keyMetadata().keyId())
            .attribute("Arn", created -> created.keyMetadata().arn())
            .attribute("KeyId", created -> created.keyMetadata().keyId())
            .byHand("PendingWindowInDays", "RotationPeriodInDays")
            .setting("EnableKeyRotation", key -> setRotation(kms, key))
            .onChange("RotationPeriodInDays", change -> setRotation(kms, change.resource()))
            .setting("Enabled", key -> setEnabled(kms, key))
            .onChange("KeyPolicy", change -> setPolicy(kms, change))
            .onChange(
                "Description",
                change ->
                    kms.updateKeyDescription(
                        r ->
                            r.keyId(change.id())
                                .description(change.properties().text("Description").orElse(""))))
            .onChange("PendingWindowInDays", change -> {})
            .onChange("Tags", change -> retag(kms, change))
            .deleteWith(
                key ->
                    kms.scheduleKeyDeletion(
                        r ->
                            r.keyId(key.id())
                                .pendingWindowInDays(
                                    key.properties().number("PendingWindowInDays").orElse(30)))),
        type("AWS::KMS::Alias")
            .create(CreateAliasRequest::builder, kms::createAlias)
            .refWith((alias, created) -> alias.properties().require("AliasName"))
            .update(UpdateAliasRequest::builder, kms::updateAlias)
            .delete(alias -> kms.deleteAlias(r -> r.aliasName(alias))));
  }

  private static void setRotation(KmsClient kms, Resource key) {
    if (key.properties().is("EnableKeyRotation")) {
      kms.enableKeyRotation(
          r ->
              r.keyId(key.id())
                  .rotationPeriodInDays(
                      key.properties().number("RotationPeriodInDays").orElse(365)));
    } else {
      kms.disableKeyRotation(r -> r.keyId(key.id()));
    }
  }

  private static void setEnabled(KmsClient kms, Resource key) {
    if (key.properties().text("Enabled").map(Boolean::parseBoolean).orElse(true)) {
      kms.enableKey(r -> r.keyId(key.id()));
    } else {
      kms.disableKey(r -> r.keyId(key.id()));
    }
  }

  private static void setPolicy(KmsClient kms, Update change) {
    kms.putKeyPolicy(r -> r.keyId(change.id()).policy(change.properties().require("KeyPolicy")));
  }

  private static void retag(KmsClient kms, Update change) {
    change.retag(
        gone -> kms.untagResource(r -> r.keyId(change.id()).tagKeys(gone)),
        (key, value) -> Tag.builder().tagKey(key).tagValue(value).build(),
        tags -> kms.tagResource(r -> r.keyId(change.id()).tags(tags)));
  }
}
