package com.shangwellness.region.cloudformation;

import com.shangwellness.region.place.Place;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * The services that templates look things up in.
 *
 * @param place the account and region of the stacks
 * @param ssm parameters: {@code AWS::SSM::Parameter::Value<…>}, {@code {{resolve:ssm:…}}}
 * @param secrets {@code {{resolve:secretsmanager:…}}}
 * @param s3 templates given by URL
 * @param ec2 {@code Fn::GetAZs}
 * @param regions the CloudFormation of each region, this one included, for {@code
 *     Fn::GetStackOutput}
 */
public record Surroundings(
    Place place,
    SsmClient ssm,
    SecretsManagerClient secrets,
    S3Client s3,
    Ec2Client ec2,
    Function<String, CloudFormationClient> regions) {}
