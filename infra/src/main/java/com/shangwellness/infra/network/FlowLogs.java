package com.shangwellness.infra.network;

import com.shangwellness.infra.Logs;
import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.ec2.FlowLog;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogResourceType;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/** Who talked to whom: the record that a security incident is reconstructed from. */
final class FlowLogs extends Construct {

  FlowLogs(Construct scope, Names names, Settings settings, Vpc vpc) {
    super(scope, "FlowLogs");
    var group = Logs.group(this, "Group", names.flowLogGroup(), settings.logRetentionDays());
    FlowLog.Builder.create(this, "FlowLog")
        .resourceType(FlowLogResourceType.fromVpc(vpc))
        .flowLogName(names.flowLog())
        .trafficType(FlowLogTrafficType.ALL)
        .destination(
            FlowLogDestination.toCloudWatchLogs(
                group, writer(names, group.getLogGroupArn()).withoutPolicyUpdates()))
        .build();
  }

  private Role writer(Names names, String logGroupArn) {
    return Role.Builder.create(this, "Writer")
        .description("VPC flow logs: write the log")
        .assumedBy(
            // Only flow logs of this account: IAM guide, "The confused deputy problem".
            ServicePrincipal.Builder.create("vpc-flow-logs.amazonaws.com")
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", names.account())))
                .build())
        .inlinePolicies(
            Map.of(
                "least",
                PolicyDocument.Builder.create()
                    .statements(
                        List.of(
                            PolicyStatement.Builder.create()
                                .actions(
                                    List.of(
                                        "logs:CreateLogStream",
                                        "logs:DescribeLogStreams",
                                        "logs:PutLogEvents"))
                                .resources(List.of(logGroupArn))
                                .build()))
                    .build()))
        .build();
  }
}
