package com.shangwellness.infra.monitoring;

import static com.shangwellness.infra.Reasons.because;
import static com.shangwellness.infra.Roles.allow;
import static com.shangwellness.infra.Roles.role;

import com.shangwellness.infra.Logs;
import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.Settings;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.services.cloudtrail.CfnTrail;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.constructs.Construct;

/**
 * Who did what in the account, in all regions, signed so that nobody can change it unseen; and who
 * uploaded the source of each release.
 */
final class AuditTrail extends Construct {
  private final ILogGroup log;

  /**
   * @param source the bucket whose uploads become releases, if there is one
   */
  AuditTrail(Construct scope, Names names, Settings settings, IKey key, Optional<String> source) {
    super(scope, "AuditTrail");
    this.log = Logs.group(this, "Log", names.trailLogGroup(), settings.logRetentionDays());
    var files = new TrailBucket(this, names, key, settings.monitoring().trailDays());
    var trail =
        CfnTrail.Builder.create(this, "Trail")
            .trailName(names.trail())
            .isLogging(true)
            .isMultiRegionTrail(true)
            .includeGlobalServiceEvents(true)
            .enableLogFileValidation(true)
            .s3BucketName(files.bucket().getBucketName())
            .kmsKeyId(key.getKeyArn())
            .cloudWatchLogsLogGroupArn(log.getLogGroupArn())
            .cloudWatchLogsRoleArn(writer(names).getRoleArn())
            .eventSelectors(List.of(managementAnd(source)))
            .build();
    trail.getNode().addDependency(files.policy());
  }

  /** Where the trail is written to as well, for metrics. */
  ILogGroup log() {
    return log;
  }

  static String arn(Names names) {
    return names.arn("cloudtrail", "trail/" + names.trail());
  }

  private static CfnTrail.EventSelectorProperty managementAnd(Optional<String> source) {
    var selector =
        CfnTrail.EventSelectorProperty.builder().includeManagementEvents(true).readWriteType("All");
    source.ifPresent(
        bucket ->
            selector.dataResources(
                List.of(
                    CfnTrail.DataResourceProperty.builder()
                        .type("AWS::S3::Object")
                        .values(List.of("arn:aws:s3:::" + bucket + "/"))
                        .build())));
    return selector.build();
  }

  private Role writer(Names names) {
    var role =
        role(
                this,
                "Writer",
                "CloudTrail: write the log",
                // CloudTrail's guide has no condition on this role: it gives none to check.
                ServicePrincipal.Builder.create("cloudtrail.amazonaws.com").build(),
                List.of(
                    allow(
                        "WriteLog",
                        List.of("logs:CreateLogStream", "logs:PutLogEvents"),
                        names.arn("logs", "log-group:" + names.trailLogGroup() + ":*"))))
            .build();
    NagSuppressions.addResourceSuppressions(
        role,
        List.of(
            because(
                "AwsSolutions-IAM5",
                "Log streams are named by CloudTrail, after account and region, when it writes")));
    return role;
  }
}
