package com.shangwellness.infra.service;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.ServiceSettings;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalableTarget;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.PredefinedMetricSpecificationProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingScalingPolicyConfigurationProperty;
import software.constructs.Construct;

/** More tasks when they are busy, fewer when they are idle, by CPU and by memory. */
final class Scaling extends Construct {
  private final ServiceSettings settings;
  private final CfnScalableTarget target;

  Scaling(Construct scope, Names names, ServiceSettings settings, WebService web) {
    super(scope, "Scaling");
    this.settings = settings;
    this.target =
        CfnScalableTarget.Builder.create(this, "Target")
            .serviceNamespace("ecs")
            .scalableDimension("ecs:service:DesiredCount")
            .resourceId("service/" + names.cluster() + "/" + names.service())
            .minCapacity(settings.minimumTasks())
            .maxCapacity(settings.maximumTasks())
            .build();
    target.addResourceDependency(web.service());
    track(
        "Cpu",
        names.scalingPolicy("cpu"),
        "ECSServiceAverageCPUUtilization",
        settings.cpuTargetPercent());
    track(
        "Memory",
        names.scalingPolicy("memory"),
        "ECSServiceAverageMemoryUtilization",
        settings.memoryTargetPercent());
  }

  private void track(String id, String name, String metric, int percent) {
    CfnScalingPolicy.Builder.create(this, id)
        .policyName(name)
        .policyType("TargetTrackingScaling")
        .scalingTargetId(target.getRef())
        .targetTrackingScalingPolicyConfiguration(
            TargetTrackingScalingPolicyConfigurationProperty.builder()
                .predefinedMetricSpecification(
                    PredefinedMetricSpecificationProperty.builder()
                        .predefinedMetricType(metric)
                        .build())
                .targetValue(percent)
                .scaleOutCooldown(settings.scaleOutCooldownSeconds())
                .scaleInCooldown(settings.scaleInCooldownSeconds())
                .build())
        .build();
  }
}
