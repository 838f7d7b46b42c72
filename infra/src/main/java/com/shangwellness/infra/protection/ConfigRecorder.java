package com.shangwellness.infra.protection;

import com.shangwellness.infra.LogBucket;
import com.shangwellness.infra.Names;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.config.CfnConfigurationRecorder;
import software.amazon.awscdk.services.config.CfnConfigurationRecorder.RecordingGroupProperty;
import software.amazon.awscdk.services.config.CfnDeliveryChannel;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;

/**
 * AWS Config: what every resource looked like, and when it changed. It acts under its own
 * service-linked role, which the account has to have: {@code aws iam create-service-linked-role
 * --aws-service-name config.amazonaws.com}, once.
 */
final class ConfigRecorder extends Construct {
  private static final String SERVICE = "config.amazonaws.com";
  private static final String ROLE = "aws-service-role/" + SERVICE + "/AWSServiceRoleForConfig";

  private final CfnConfigurationRecorder recorder;

  ConfigRecorder(Construct scope, Names names, int days) {
    super(scope, "Config");
    var bucket = new LogBucket(this, "History", days, "AWS Config's deliveries").bucket();
    admit(bucket, names, List.of("s3:GetBucketAcl", "s3:ListBucket"), bucket.getBucketArn());
    admit(
        bucket,
        names,
        List.of("s3:PutObject"),
        bucket.arnForObjects("AWSLogs/" + names.account() + "/Config/*"));
    this.recorder =
        CfnConfigurationRecorder.Builder.create(this, "Recorder")
            .name(names.base())
            .roleArn(names.roleArn(ROLE))
            .recordingGroup(
                RecordingGroupProperty.builder()
                    .allSupported(true)
                    .includeGlobalResourceTypes(true)
                    .build())
            .build();
    var channel =
        CfnDeliveryChannel.Builder.create(this, "Channel")
            .name(names.base())
            .s3BucketName(bucket.getBucketName())
            .build();
    // AWS Config tries the bucket when the channel is made.
    channel.getNode().addDependency(bucket.getPolicy());
  }

  CfnConfigurationRecorder recorder() {
    return recorder;
  }

  private static void admit(Bucket bucket, Names names, List<String> actions, String resource) {
    bucket.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .principals(List.of(ServicePrincipal.Builder.create(SERVICE).build()))
            .actions(actions)
            .resources(List.of(resource))
            .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", names.account())))
            .build());
  }
}
