package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.cloudformation.Properties;
import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterRequest;

/** The resource types of Amazon CloudWatch Logs. */
public final class LogsTypes {

  private LogsTypes() {}

  /** The types, acting through {@code logs}. */
  public static ResourceTypes types(CloudWatchLogsClient logs) {
    return ResourceTypes.of(
        type("AWS::Logs::LogGroup")
            .create(CreateLogGroupRequest::builder, logs::createLogGroup)
            .named("LogGroupName", 512)
            .refWith((resource, created) -> name(resource))
            .attributeOnceStable("Arn", name -> group(logs, name).arn())
            .setting("RetentionInDays", group -> retain(logs, group))
            .onChange("KmsKeyId", change -> encrypt(logs, change))
            .onChange("Tags", change -> retag(logs, change))
            .delete(name -> logs.deleteLogGroup(r -> r.logGroupName(name))),
        type("AWS::Logs::LogStream")
            .create(CreateLogStreamRequest::builder, logs::createLogStream)
            .named("LogStreamName", 512)
            .refWith(
                (resource, created) ->
                    resource.properties().text("LogStreamName").orElse(resource.id()))
            .deleteWith(
                stream ->
                    logs.deleteLogStream(
                        r ->
                            r.logGroupName(stream.properties().require("LogGroupName"))
                                .logStreamName(stream.id()))),
        type("AWS::Logs::MetricFilter")
            .create(PutMetricFilterRequest::builder, logs::putMetricFilter)
            .named("FilterName", 512)
            .shape(LogsTypes::dimensions)
            .refWith(
                (filter, created) -> filter.properties().text("FilterName").orElse(filter.id()))
            .update(
                PutMetricFilterRequest::builder,
                (request, filter) -> request.filterName(filter.id()),
                logs::putMetricFilter)
            .deleteWith(
                filter ->
                    logs.deleteMetricFilter(
                        r ->
                            r.logGroupName(filter.properties().require("LogGroupName"))
                                .filterName(filter.id()))));
  }

  // A list of keys and values here, a map in the API.
  private static Properties dimensions(Properties filter) {
    var json = filter.json().deepCopy();
    for (var transformation : json.path("MetricTransformations")) {
      if (transformation instanceof ObjectNode object && object.has("Dimensions")) {
        var listed = object.remove("Dimensions");
        var map = object.putObject("Dimensions");
        listed.forEach(d -> map.put(d.path("Key").asText(), d.path("Value").asText()));
      }
    }
    return new Properties(json);
  }

  private static String name(Resource group) {
    return group.properties().text("LogGroupName").orElse(group.id());
  }

  private static LogGroup group(CloudWatchLogsClient logs, String name) {
    return logs.describeLogGroups(r -> r.logGroupNamePrefix(name)).logGroups().stream()
        .filter(group -> group.logGroupName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void retain(CloudWatchLogsClient logs, Resource group) {
    group
        .properties()
        .number("RetentionInDays")
        .ifPresentOrElse(
            days -> logs.putRetentionPolicy(r -> r.logGroupName(group.id()).retentionInDays(days)),
            () -> logs.deleteRetentionPolicy(r -> r.logGroupName(group.id())));
  }

  private static void encrypt(CloudWatchLogsClient logs, Update change) {
    change
        .properties()
        .text("KmsKeyId")
        .ifPresentOrElse(
            key -> logs.associateKmsKey(r -> r.logGroupName(change.id()).kmsKeyId(key)),
            () -> logs.disassociateKmsKey(r -> r.logGroupName(change.id())));
  }

  private static void retag(CloudWatchLogsClient logs, Update change) {
    var arn = group(logs, change.id()).logGroupArn();
    if (!change.removedTags().isEmpty()) {
      logs.untagResource(r -> r.resourceArn(arn).tagKeys(change.removedTags()));
    }
    if (!change.properties().tags().isEmpty()) {
      logs.tagResource(r -> r.resourceArn(arn).tags(change.properties().tags()));
    }
  }
}
