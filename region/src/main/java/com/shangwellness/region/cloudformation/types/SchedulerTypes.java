package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.Tag;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;

/** The resource types of Amazon EventBridge Scheduler. */
public final class SchedulerTypes {

  private SchedulerTypes() {}

  /** The types, acting through {@code scheduler}. */
  public static ResourceTypes types(SchedulerClient scheduler) {
    return ResourceTypes.of(
        type("AWS::Scheduler::Schedule")
            .create(CreateScheduleRequest::builder, scheduler::createSchedule)
            .named("Name", 64)
            .refWith((schedule, created) -> name(schedule))
            .attribute("Arn", created -> created.scheduleArn())
            .replacedWhen(change -> change.changes("GroupName"))
            // "Unless all of the parameters are given, those left out are set to their defaults":
            // API reference, UpdateSchedule.
            .updateWith(
                change ->
                    scheduler.updateSchedule(
                        change
                            .properties()
                            .fill(UpdateScheduleRequest.builder())
                            .name(change.id())
                            .build()))
            .deleteWith(
                schedule ->
                    scheduler.deleteSchedule(
                        r -> r.groupName(group(schedule)).name(schedule.id()))),
        type("AWS::Scheduler::ScheduleGroup")
            .create(CreateScheduleGroupRequest::builder, scheduler::createScheduleGroup)
            .named("Name", 64)
            .refWith((group, created) -> name(group))
            .attribute("Arn", created -> created.scheduleGroupArn())
            .attributeOnceStable(
                "State", name -> scheduler.getScheduleGroup(r -> r.name(name)).stateAsString())
            .attributeOnceStable(
                "CreationDate",
                name -> scheduler.getScheduleGroup(r -> r.name(name)).creationDate().toString())
            .attributeOnceStable(
                "LastModificationDate",
                name ->
                    scheduler.getScheduleGroup(r -> r.name(name)).lastModificationDate().toString())
            .onChange("Tags", change -> retag(scheduler, change))
            .delete(name -> scheduler.deleteScheduleGroup(r -> r.name(name))));
  }

  private static String name(Resource resource) {
    return resource.properties().text("Name").orElse(resource.id());
  }

  private static String group(Resource schedule) {
    return schedule.properties().text("GroupName").orElse("default");
  }

  private static void retag(SchedulerClient scheduler, Update change) {
    var arn = scheduler.getScheduleGroup(r -> r.name(change.id())).arn();
    change.retag(
        gone -> scheduler.untagResource(r -> r.resourceArn(arn).tagKeys(gone)),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags -> scheduler.tagResource(r -> r.resourceArn(arn).tags(tags)));
  }
}
