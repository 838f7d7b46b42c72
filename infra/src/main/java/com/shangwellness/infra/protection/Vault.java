package com.shangwellness.infra.protection;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.ProtectionSettings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.backup.CfnBackupVault;
import software.amazon.awscdk.services.backup.CfnBackupVault.LockConfigurationTypeProperty;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/**
 * Where backups lie. Nobody can delete one before its time; the lock is a governance lock, which a
 * few may open. (A compliance lock, once closed, is closed for AWS and for us, and so is the bill.)
 */
final class Vault extends Construct {
  private final CfnBackupVault vault;
  private final String name;
  private final Key key;

  Vault(Construct scope, Names names, ProtectionSettings settings) {
    super(scope, "Vault");
    this.name = names.backupVault();
    this.key =
        Key.Builder.create(this, "Key")
            .description("Encrypts the backups of " + names.base())
            .enableKeyRotation(true)
            .pendingWindow(Duration.days(30))
            // Backups outlive everything, and without their key they are lost.
            .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
            .build();
    this.vault =
        CfnBackupVault.Builder.create(this, "Vault")
            .backupVaultName(name)
            .encryptionKeyArn(key.getKeyArn())
            .lockConfiguration(
                // Without changeableForDays: that is what makes it a governance lock.
                LockConfigurationTypeProperty.builder()
                    .minRetentionDays(settings.dailyKeepDays())
                    .maxRetentionDays(settings.monthlyKeepDays())
                    .build())
            .build();
    vault.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }

  String name() {
    return name;
  }

  /** The vault's name, for whoever can only work once it is there. */
  String reference() {
    return vault.getRef();
  }

  String arn() {
    return vault.getAttrBackupVaultArn();
  }

  String keyArn() {
    return key.getKeyArn();
  }
}
