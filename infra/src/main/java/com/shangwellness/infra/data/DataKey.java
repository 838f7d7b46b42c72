package com.shangwellness.infra.data;

import com.shangwellness.infra.Names;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/** The key that encrypts what production must not lose: the database, its password, the images. */
final class DataKey extends Construct {
  private final Key key;

  DataKey(Construct scope, Names names) {
    super(scope, "DataKey");
    this.key =
        Key.Builder.create(this, "Key")
            .alias(names.dataKeyAlias())
            .description("Encrypts the database, its password and the images of " + names.base())
            .enableKeyRotation(true)
            .pendingWindow(Duration.days(30))
            // Snapshots outlive the cluster, and without their key they are lost.
            .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
            .build();
  }

  Key key() {
    return key;
  }
}
