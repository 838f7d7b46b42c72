package com.shangwellness.region.cloudwatch;

/** What an alarm does when it changes: another service's part, by the ARN that the alarm names. */
@FunctionalInterface
public interface AlarmAction {

  /** Does nothing. */
  AlarmAction NONE = (arn, change) -> {};

  /**
   * Carries out the action {@code arn} because of {@code change}, in the transaction in which the
   * state changes.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException when it cannot be: the
   *     alarm's history says so, and the state stays changed
   */
  void act(String arn, StateChange change);
}
