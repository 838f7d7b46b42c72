package com.shangwellness.infra.delivery;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Roles;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/** The key that encrypts sources and builds. Who may use it, the roles of this stack say. */
final class DeliveryKey extends Construct {
  private final Key key;

  DeliveryKey(Construct scope, Names names) {
    super(scope, "DeliveryKey");
    this.key =
        Key.Builder.create(this, "Key")
            .alias(names.deliveryKeyAlias())
            .description("Encrypts the sources and builds of " + names.base())
            .enableKeyRotation(true)
            .pendingWindow(Duration.days(30))
            // The buckets outlive their stack, and without their key they are lost.
            .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
            .build();
  }

  Key key() {
    return key;
  }

  /** CodeBuild guide, "Encrypt build outputs using a customer managed key". */
  static PolicyStatement use(String id, IKey key) {
    return Roles.allow(
        id,
        List.of(
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo"),
        key.getKeyArn());
  }
}
