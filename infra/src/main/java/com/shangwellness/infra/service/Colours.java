package com.shangwellness.infra.service;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.Settings;
import java.util.EnumMap;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationProtocol;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationTargetGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck;
import software.amazon.awscdk.services.elasticloadbalancingv2.TargetType;
import software.constructs.Construct;

/** A target group for each colour, alike but for the name. */
final class Colours extends Construct {
  private final Map<Colour, ApplicationTargetGroup> groups = new EnumMap<>(Colour.class);

  Colours(Construct scope, Names names, Settings settings, IVpc vpc) {
    super(scope, "Colours");
    for (var colour : Colour.values()) {
      groups.put(colour, targetGroup(colour, names, settings, vpc));
    }
  }

  /** The target group of a colour. */
  ApplicationTargetGroup of(Colour colour) {
    return groups.get(colour);
  }

  private ApplicationTargetGroup targetGroup(
      Colour colour, Names names, Settings settings, IVpc vpc) {
    var check = settings.loadBalancer().healthCheck();
    return ApplicationTargetGroup.Builder.create(this, colour.title())
        .targetGroupName(names.targetGroup(colour.word()))
        .vpc(vpc)
        .targetType(TargetType.IP)
        // Plain HTTP inside the VPC: TLS ends at the load balancer.
        .protocol(ApplicationProtocol.HTTP)
        .port(settings.service().containerPort())
        .deregistrationDelay(Duration.seconds(settings.loadBalancer().deregistrationDelaySeconds()))
        .healthCheck(
            HealthCheck.builder()
                .path(check.path())
                .healthyHttpCodes("200")
                .interval(Duration.seconds(check.intervalSeconds()))
                .timeout(Duration.seconds(check.timeoutSeconds()))
                .healthyThresholdCount(check.healthyThreshold())
                .unhealthyThresholdCount(check.unhealthyThreshold())
                .build())
        .build();
  }
}
