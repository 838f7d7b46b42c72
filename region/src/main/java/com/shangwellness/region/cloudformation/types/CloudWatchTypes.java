package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import com.shangwellness.region.place.Place;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/** The resource types of Amazon CloudWatch. */
public final class CloudWatchTypes {

  private CloudWatchTypes() {}

  /** The types at {@code place}, acting through {@code cloudWatch}. */
  public static ResourceTypes types(Place place, CloudWatchClient cloudWatch) {
    return ResourceTypes.of(
        type("AWS::CloudWatch::Alarm")
            .create(PutMetricAlarmRequest::builder, cloudWatch::putMetricAlarm)
            .named("AlarmName", 255)
            .refWith((alarm, created) -> alarm.properties().text("AlarmName").orElse(alarm.id()))
            .attributeOnceStable("Arn", name -> arn(place, name))
            .update(PutMetricAlarmRequest::builder, cloudWatch::putMetricAlarm)
            .onChange("Tags", change -> retag(place, cloudWatch, change))
            .delete(name -> cloudWatch.deleteAlarms(r -> r.alarmNames(name))),
        type("AWS::CloudWatch::CompositeAlarm")
            .create(PutCompositeAlarmRequest::builder, cloudWatch::putCompositeAlarm)
            .named("AlarmName", 255)
            .refWith((alarm, created) -> alarm.properties().text("AlarmName").orElse(alarm.id()))
            .attributeOnceStable("Arn", name -> arn(place, name))
            .update(PutCompositeAlarmRequest::builder, cloudWatch::putCompositeAlarm)
            .onChange("Tags", change -> retag(place, cloudWatch, change))
            .delete(name -> cloudWatch.deleteAlarms(r -> r.alarmNames(name))),
        type("AWS::CloudWatch::Dashboard")
            .create(PutDashboardRequest::builder, cloudWatch::putDashboard)
            .named("DashboardName", 255)
            .refWith(
                (dashboard, created) ->
                    dashboard.properties().text("DashboardName").orElse(dashboard.id()))
            .update(PutDashboardRequest::builder, cloudWatch::putDashboard)
            .delete(name -> cloudWatch.deleteDashboards(r -> r.dashboardNames(name))));
  }

  private static String arn(Place place, String alarm) {
    return place.arn("cloudwatch", "alarm:" + alarm);
  }

  private static void retag(Place place, CloudWatchClient cloudWatch, Update change) {
    var arn = arn(place, change.id());
    change.retag(
        gone -> cloudWatch.untagResource(r -> r.resourceARN(arn).tagKeys(gone)),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags -> cloudWatch.tagResource(r -> r.resourceARN(arn).tags(tags)));
  }
}
