package com.shangwellness.infra.monitoring;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Publisher;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/**
 * The key that encrypts alerts and the audit trail. It admits each service that publishes: with
 * AWS's own key for SNS, CloudWatch's alarms would be dropped without a word.
 */
final class MonitoringKey extends Construct {
  private final Key key;

  MonitoringKey(Construct scope, Names names, boolean trail) {
    super(scope, "MonitoringKey");
    this.key =
        Key.Builder.create(this, "Key")
            .alias(names.monitoringKeyAlias())
            .description("Encrypts the alerts and the audit trail of " + names.base())
            .enableKeyRotation(true)
            .pendingWindow(Duration.days(30))
            // The trail's files outlive their stack, and without their key they are lost.
            .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
            .build();
    for (var publisher : Publisher.values()) {
      key.addToResourcePolicy(
          use(
              publisher.statement(),
              publisher.toKey(names),
              List.of("kms:Decrypt", "kms:GenerateDataKey")));
    }
    if (trail) {
      key.addToResourcePolicy(trail(names));
    }
  }

  Key key() {
    return key;
  }

  /** CloudTrail guide, "Configure AWS KMS key policies for CloudTrail". */
  private static PolicyStatement trail(Names names) {
    var encrypt =
        use(
            "EncryptTrail",
            ServicePrincipal.Builder.create("cloudtrail.amazonaws.com").build(),
            List.of("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"));
    encrypt.addCondition("StringEquals", Map.of("aws:SourceArn", AuditTrail.arn(names)));
    return encrypt;
  }

  private static PolicyStatement use(String id, ServicePrincipal who, List<String> actions) {
    return PolicyStatement.Builder.create()
        .sid(id)
        .principals(List.of(who))
        .actions(actions)
        // In a key's policy, this key.
        .resources(List.of("*"))
        .build();
  }
}
