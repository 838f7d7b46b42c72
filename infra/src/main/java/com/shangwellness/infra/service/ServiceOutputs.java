package com.shangwellness.infra.service;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Neighbour;
import java.util.Arrays;
import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.constructs.Construct;

/** What the service tells other stacks, and how they read it. Names of outputs never change. */
public final class ServiceOutputs {
  private static final String BALANCER_NAME = "LoadBalancerFullName";
  private static final String PRODUCTION_LISTENER = "ProductionListenerArn";
  private static final String TEST_LISTENER = "TestListenerArn";
  private static final String GROUP_NAME = "TargetGroupName";
  private static final String GROUP_FULL_NAME = "TargetGroupFullName";

  private final Neighbour service;

  /** Reads the outputs of {@code service}. */
  public ServiceOutputs(Neighbour service) {
    this.service = service;
  }

  /** The load balancer, as metrics name it. */
  public String loadBalancerFullName() {
    return service.output(BALANCER_NAME);
  }

  /** The listener that users reach. */
  public String productionListenerArn() {
    return service.output(PRODUCTION_LISTENER);
  }

  /** The listener that a release is tried on. */
  public String testListenerArn() {
    return service.output(TEST_LISTENER);
  }

  /** The colours, in words. */
  public List<String> colours() {
    return Arrays.stream(Colour.values()).map(Colour::word).toList();
  }

  /** The names of both target groups. */
  public List<String> targetGroupNames() {
    return Arrays.stream(Colour.values()).map(c -> service.output(c.title() + GROUP_NAME)).toList();
  }

  /** The target group of a colour, as metrics name it. */
  public String targetGroupFullName(String colour) {
    return Arrays.stream(Colour.values())
        .filter(c -> c.word().equals(colour))
        .map(c -> service.output(c.title() + GROUP_FULL_NAME))
        .findFirst()
        .orElseThrow();
  }

  static Writer write(Construct stack) {
    return new Writer(stack);
  }

  /** The other side, for the stack itself. */
  static final class Writer {
    private final Construct stack;

    private Writer(Construct stack) {
      this.stack = stack;
    }

    Writer loadBalancer(ApplicationLoadBalancer balancer) {
      write("SiteDnsName", balancer.getLoadBalancerDnsName());
      write("LoadBalancerArn", balancer.getLoadBalancerArn());
      write(BALANCER_NAME, balancer.getLoadBalancerFullName());
      write("LoadBalancerHostedZoneId", balancer.getLoadBalancerCanonicalHostedZoneId());
      return this;
    }

    Writer listeners(Listeners listeners) {
      write(PRODUCTION_LISTENER, listeners.production().getRef());
      write(TEST_LISTENER, listeners.test().getRef());
      return this;
    }

    Writer colours(Colours colours) {
      for (var colour : Colour.values()) {
        var group = colours.of(colour);
        write(colour.title() + "TargetGroupArn", group.getTargetGroupArn());
        write(colour.title() + GROUP_NAME, group.getTargetGroupName());
        write(colour.title() + GROUP_FULL_NAME, group.getTargetGroupFullName());
      }
      return this;
    }

    Writer web(WebService web) {
      write("ClusterName", web.cluster().getRef());
      write("ServiceName", web.service().getAttrName());
      return this;
    }

    Writer task(Names names, TaskRoles roles) {
      write("TaskDefinitionFamily", names.taskFamily());
      write("ContainerName", names.container());
      write("LogGroupName", names.applicationLogGroup());
      write("TaskRoleArn", roles.task().getRoleArn());
      write("ExecutionRoleArn", roles.execution().getRoleArn());
      return this;
    }

    Writer alarms(ReleaseAlarms alarms) {
      write("ReleaseAlarmNames", String.join(",", alarms.all()));
      return this;
    }

    private void write(String name, String value) {
      CfnOutput.Builder.create(stack, name).value(value).build();
    }
  }
}
