package com.shangwellness.region.codebuild;

import com.shangwellness.region.wire.Spool;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The services that CodeBuild calls.
 *
 * @param spool where bodies for S3 are made ready
 */
public record Neighbours(
    S3Client s3,
    Spool spool,
    CloudWatchLogsClient logs,
    SecretsManagerClient secrets,
    SsmClient ssm,
    StsClient sts) {}
