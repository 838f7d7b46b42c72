package com.shangwellness.region.ec2;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.codec.AwsErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.CreateFlowLogsRequest;
import software.amazon.awssdk.services.ec2.model.CreateFlowLogsResponse;
import software.amazon.awssdk.services.ec2.model.FlowLog;
import software.amazon.awssdk.services.ec2.model.LogDestinationType;
import software.amazon.awssdk.services.ec2.model.TrafficType;
import software.amazon.awssdk.services.ec2.model.UnsuccessfulItem;

/**
 * Flow logs of VPCs, subnets and network interfaces: checked and described. The region records no
 * packets, so nothing is delivered to their destinations.
 */
final class FlowLogs {

  private static final String FORMAT =
      "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport}"
          + " ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}";

  private final Ground ground;
  private final Vpcs vpcs;
  private final Subnets subnets;
  private final NetworkInterfaces interfaces;
  private final Resources<FlowLog> logs;

  FlowLogs(Ground ground, Vpcs vpcs, Subnets subnets, NetworkInterfaces interfaces) {
    this.ground = ground;
    this.vpcs = vpcs;
    this.subnets = subnets;
    this.interfaces = interfaces;
    this.logs =
        new Resources<>(
            ground,
            new Kind<>(
                FlowLog.class,
                "fl",
                "vpc-flow-log",
                "InvalidFlowLogId.NotFound",
                "These flow log ids in the input list are not found: [%s]",
                FlowLog::flowLogId,
                FlowLog::tags,
                (log, tags) -> log.toBuilder().tags(tags).build(),
                Filters.<FlowLog>byTags(FlowLog::tags)
                    .with("flow-log-id", FlowLog::flowLogId)
                    .with("resource-id", FlowLog::resourceId)
                    .with("log-group-name", FlowLog::logGroupName)
                    .with("log-destination-type", FlowLog::logDestinationTypeAsString)
                    .with("traffic-type", FlowLog::trafficTypeAsString)
                    .with("deliver-log-status", FlowLog::deliverLogsStatus)));
  }

  Resources<FlowLog> all() {
    return logs;
  }

  CreateFlowLogsResponse create(CreateFlowLogsRequest request) {
    Refusal.only(
        request,
        "ResourceIds",
        "ResourceType",
        "TrafficType",
        "LogGroupName",
        "LogDestination",
        "LogDestinationType",
        "DeliverLogsPermissionArn",
        "LogFormat",
        "MaxAggregationInterval");
    requireDestination(request);
    var tags = logs.tags(request.tagSpecifications());
    var made = new ArrayList<String>();
    var failed = new ArrayList<UnsuccessfulItem>();
    for (var resource : request.resourceIds()) {
      try {
        requireResource(request, resource);
        made.add(logs.put(log(request, resource).tags(tags).build()).flowLogId());
      } catch (AwsServiceException e) {
        failed.add(
            UnsuccessfulItem.builder()
                .resourceId(resource)
                .error(r -> r.code(e.awsErrorDetails().errorCode()).message(AwsErrors.message(e)))
                .build());
      }
    }
    return CreateFlowLogsResponse.builder()
        .flowLogIds(made)
        .unsuccessful(failed)
        .clientToken(request.clientToken())
        .build();
  }

  private static LogDestinationType destinationType(CreateFlowLogsRequest request) {
    return requireNonNullElse(request.logDestinationType(), LogDestinationType.CLOUD_WATCH_LOGS);
  }

  private static void requireDestination(CreateFlowLogsRequest request) {
    Refusal.required("trafficType", request.trafficType());
    if (request.trafficType() == TrafficType.UNKNOWN_TO_SDK_VERSION
        || destinationType(request) == LogDestinationType.UNKNOWN_TO_SDK_VERSION) {
      throw Refusal.of(
          "InvalidParameter",
          "TrafficType is ACCEPT, REJECT or ALL; LogDestinationType is"
              + " cloud-watch-logs, s3 or kinesis-data-firehose");
    }
    if (request.logDestination() == null && request.logGroupName() == null) {
      throw Refusal.missing(
          destinationType(request) == LogDestinationType.CLOUD_WATCH_LOGS
              ? "LogGroupName"
              : "LogDestination");
    }
    if (destinationType(request) == LogDestinationType.CLOUD_WATCH_LOGS) {
      Refusal.required("DeliverLogsPermissionArn", request.deliverLogsPermissionArn());
    }
    int interval = requireNonNullElse(request.maxAggregationInterval(), 600);
    if (interval != 60 && interval != 600) {
      throw Refusal.of(
          "InvalidParameter",
          "MaxAggregationInterval is " + interval + "; it must be 60 or 600 seconds");
    }
  }

  private void requireResource(CreateFlowLogsRequest request, String id) {
    switch (request.resourceType()) {
      case VPC -> vpcs.all().get(id);
      case SUBNET -> subnets.all().get(id);
      case NETWORK_INTERFACE -> interfaces.all().get(id);
      case null, default ->
          throw Refusal.of(
              "InvalidParameter",
              "ResourceType is VPC, Subnet or NetworkInterface, not "
                  + request.resourceTypeAsString());
    }
    boolean again =
        logs.stream()
            .anyMatch(
                log ->
                    log.resourceId().equals(id)
                        && Objects.equals(log.logGroupName(), request.logGroupName())
                        && Objects.equals(log.logDestination(), request.logDestination())
                        && log.trafficType() == request.trafficType());
    if (again) {
      throw Refusal.of(
          "FlowLogAlreadyExists",
          "Error. There is an existing Flow Log with the same configuration and log destination.");
    }
  }

  private FlowLog.Builder log(CreateFlowLogsRequest request, String resource) {
    return FlowLog.builder()
        .flowLogId(logs.newId())
        .flowLogStatus("ACTIVE")
        .resourceId(resource)
        .trafficType(request.trafficType())
        .logDestinationType(destinationType(request))
        .logDestination(request.logDestination())
        .logGroupName(request.logGroupName())
        .deliverLogsPermissionArn(request.deliverLogsPermissionArn())
        .deliverLogsStatus("SUCCESS")
        .logFormat(requireNonNullElse(request.logFormat(), FORMAT))
        .maxAggregationInterval(requireNonNullElse(request.maxAggregationInterval(), 600))
        .creationTime(ground.timeline().now());
  }

  void delete(List<String> ids) {
    ids.forEach(logs::get);
    ids.forEach(logs::remove);
  }

  void removeOf(String resource) {
    logs.stream()
        .filter(log -> log.resourceId().equals(resource))
        .forEach(log -> logs.remove(log.flowLogId()));
  }
}
