package com.shangwellness.infra.network;

import com.shangwellness.infra.Logs;
import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.Settings;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.constructs.Construct;

/** Who talked to whom: the record that a security incident is reconstructed from. */
final class FlowLogs extends Construct {

  FlowLogs(Construct scope, Names names, Settings settings, Vpc vpc) {
    super(scope, "FlowLogs");
    var group = Logs.group(this, "Log", names.flowLogGroup(), settings.logRetentionDays());
    vpc.addFlowLog(
        "FlowLog",
        FlowLogOptions.builder()
            .destination(FlowLogDestination.toCloudWatchLogs(group))
            .trafficType(FlowLogTrafficType.ALL)
            .build());
  }
}
