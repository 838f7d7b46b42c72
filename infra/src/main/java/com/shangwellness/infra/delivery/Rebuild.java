package com.shangwellness.infra.delivery;

import static com.shangwellness.infra.Roles.allow;
import static com.shangwellness.infra.Roles.ofThisAccount;
import static com.shangwellness.infra.Roles.role;

import com.shangwellness.infra.Names;
import java.util.List;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.scheduler.CfnScheduleGroup;
import software.constructs.Construct;

/** Monthly patching: the newest source again, on the newest base image, through all stages. */
final class Rebuild extends Construct {

  Rebuild(Construct scope, Names names, int day) {
    super(scope, "Rebuild");
    var starter =
        role(
                this,
                "Role",
                "EventBridge Scheduler: start the pipeline every month",
                ofThisAccount(names, "scheduler.amazonaws.com"),
                List.of(
                    allow(
                        "Start",
                        List.of("codepipeline:StartPipelineExecution"),
                        names.arn("codepipeline", names.pipeline()))))
            .build();
    var group = CfnScheduleGroup.Builder.create(this, "Group").name(names.base()).build();
    CfnSchedule.Builder.create(this, "Schedule")
        .name(names.rebuildSchedule())
        .groupName(group.getRef())
        .description("Monthly patching: build and release again on the newest base image")
        // In Mumbai it is half past nine in the morning: somebody is there.
        .scheduleExpression("cron(0 4 " + day + " * ? *)")
        .scheduleExpressionTimezone("UTC")
        .flexibleTimeWindow(CfnSchedule.FlexibleTimeWindowProperty.builder().mode("OFF").build())
        .state("ENABLED")
        .target(
            CfnSchedule.TargetProperty.builder()
                .arn("arn:aws:scheduler:::aws-sdk:codepipeline:startPipelineExecution")
                .input("{\"Name\":\"" + names.pipeline() + "\"}")
                .roleArn(starter.getRoleArn())
                .build())
        .build();
  }
}
