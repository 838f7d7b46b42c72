package com.shangwellness.infra.service;

import com.shangwellness.infra.Names;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.constructs.Construct;

/** What the service tells other stacks and the operator. Names of outputs never change. */
final class ServiceOutputs {
  private final Construct stack;

  ServiceOutputs(Construct stack) {
    this.stack = stack;
  }

  ServiceOutputs loadBalancer(ApplicationLoadBalancer balancer) {
    write("SiteDnsName", balancer.getLoadBalancerDnsName());
    write("LoadBalancerArn", balancer.getLoadBalancerArn());
    write("LoadBalancerHostedZoneId", balancer.getLoadBalancerCanonicalHostedZoneId());
    return this;
  }

  ServiceOutputs listeners(Listeners listeners) {
    write("ProductionListenerArn", listeners.production().getRef());
    write("TestListenerArn", listeners.test().getRef());
    return this;
  }

  ServiceOutputs colours(Colours colours) {
    for (var colour : Colour.values()) {
      write(colour.title() + "TargetGroupArn", colours.of(colour).getTargetGroupArn());
      write(colour.title() + "TargetGroupName", colours.of(colour).getTargetGroupName());
    }
    return this;
  }

  ServiceOutputs web(WebService web) {
    write("ClusterName", web.cluster().getRef());
    write("ServiceName", web.service().getAttrName());
    return this;
  }

  ServiceOutputs task(Names names, TaskRoles roles) {
    write("TaskDefinitionFamily", names.taskFamily());
    write("ContainerName", names.container());
    write("LogGroupName", names.applicationLogGroup());
    write("TaskRoleArn", roles.task().getRoleArn());
    write("ExecutionRoleArn", roles.execution().getRoleArn());
    return this;
  }

  ServiceOutputs alarms(ReleaseAlarms alarms) {
    write("ReleaseAlarmNames", String.join(",", alarms.all()));
    return this;
  }

  private void write(String name, String value) {
    CfnOutput.Builder.create(stack, name).value(value).build();
  }
}
