package com.shangwellness.region.cloudwatchlogs;

import com.shangwellness.region.codec.AwsErrors;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutSubscriptionFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.model.SubscriptionFilter;

/**
 * Subscription filters send events on to Kinesis, Firehose, Lambda or another account (CloudWatch
 * Logs guide, "Real-time processing of log data with subscriptions"). Of these a region has none,
 * so a filter is refused as CloudWatch Logs refuses one whose destination does not take the test
 * message.
 */
final class SubscriptionFilters {

  private SubscriptionFilters() {}

  /** Refuses what is asked for, by its destination. */
  static RuntimeException refusal(PutSubscriptionFilterRequest request) {
    FilterPattern.parse(request.filterPattern());
    var arn = request.destinationArn() == null ? "" : request.destinationArn();
    if (!arn.matches("arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\\d{0,12}:.+")) {
      return Groups.invalid("Invalid destinationArn: " + arn);
    }
    var vendor = arn.split(":", 4)[2];
    return Groups.invalid(
        switch (vendor) {
          case "kinesis" ->
              "Could not deliver test message to specified Kinesis stream. Check if the given"
                  + " kinesis stream is in ACTIVE state.";
          case "firehose" ->
              "Could not deliver test message to specified Firehose stream. Check if the given"
                  + " Firehose stream is in ACTIVE state.";
          case "lambda" ->
              "Could not execute the lambda function. Make sure you have given CloudWatch Logs"
                  + " permission to execute your function.";
          case "logs" -> "Could not deliver test message to specified destination.";
          default ->
              "PutSubscriptionFilter operation cannot work with destinationArn for vendor "
                  + vendor;
        });
  }

  /** Those of a group: none can be there. */
  static List<SubscriptionFilter> all() {
    return List.of();
  }

  /** Refuses to delete what is not there. */
  static RuntimeException missing() {
    return AwsErrors.of(
        ResourceNotFoundException.builder(), "The specified subscription filter does not exist.");
  }
}
