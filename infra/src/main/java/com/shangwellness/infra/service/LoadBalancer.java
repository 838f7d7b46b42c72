package com.shangwellness.infra.service;

import com.shangwellness.infra.LogBucket;
import com.shangwellness.infra.Names;
import com.shangwellness.infra.network.NetworkOutputs;
import com.shangwellness.infra.settings.Settings;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.constructs.Construct;

/** The one way in: a load balancer across both zones, every request logged. */
final class LoadBalancer extends Construct {
  private final ApplicationLoadBalancer balancer;

  LoadBalancer(Construct scope, Names names, Settings settings, NetworkOutputs network, IVpc vpc) {
    super(scope, "LoadBalancer");
    this.balancer =
        ApplicationLoadBalancer.Builder.create(this, "Balancer")
            .loadBalancerName(names.loadBalancer())
            .vpc(vpc)
            .vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PUBLIC).build())
            .internetFacing(true)
            .securityGroup(network.loadBalancerGroup(this))
            .crossZoneEnabled(true)
            .idleTimeout(Duration.seconds(settings.loadBalancer().idleTimeoutSeconds()))
            .dropInvalidHeaderFields(true)
            .deletionProtection(settings.deletionProtection())
            .build();
    // So that runbooks/zone-loss.md can send the traffic away from a zone that is half ill.
    balancer.setAttribute("zonal_shift.config.enabled", "true");
    NetworkOutputs.acknowledgeSubnets(balancer);
    balancer.logAccessLogs(
        new LogBucket(
                this,
                "AccessLogs",
                settings.loadBalancer().accessLogDays(),
                // Elastic Load Balancing cannot write under a key of ours: ELB guide, "Access
                // logs".
                "the load balancer's deliveries")
            .bucket(),
        names.loadBalancer());
  }

  ApplicationLoadBalancer balancer() {
    return balancer;
  }
}
