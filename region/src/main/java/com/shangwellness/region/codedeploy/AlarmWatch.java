package com.shangwellness.region.codedeploy;

import com.shangwellness.region.codec.AwsErrors;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.codedeploy.model.Alarm;
import software.amazon.awssdk.services.codedeploy.model.AlarmConfiguration;

/** Looks at the alarms that may stop a deployment. */
final class AlarmWatch {

  private final CloudWatchClient cloudWatch;

  AlarmWatch(CloudWatchClient cloudWatch) {
    this.cloudWatch = cloudWatch;
  }

  /** Why {@code deployment} must be stopped now; empty when nothing says so. */
  Optional<String> verdict(KeptDeployment deployment) {
    var config = config(deployment);
    if (config.isEmpty()) {
      return Optional.empty();
    }
    var names = config.get().alarms().stream().map(Alarm::name).toList();
    boolean tolerant = Boolean.TRUE.equals(config.get().ignorePollAlarmFailure());
    List<MetricAlarm> found;
    try {
      found = cloudWatch.describeAlarms(r -> r.alarmNames(names)).metricAlarms();
    } catch (AwsServiceException e) {
      return tolerant ? Optional.empty() : Optional.of(unreadable(AwsErrors.message(e)));
    }
    var ringing =
        found.stream()
            .filter(alarm -> alarm.stateValue() == StateValue.ALARM)
            .map(MetricAlarm::alarmName)
            .toList();
    if (!ringing.isEmpty()) {
      return Optional.of(
          "One or more alarms have been activated according to the Amazon CloudWatch metrics you"
              + " selected, and the affected deployments have been stopped. Activated alarms: "
              + String.join(", ", ringing));
    }
    var present = found.stream().map(MetricAlarm::alarmName).toList();
    var missing = names.stream().filter(name -> !present.contains(name)).toList();
    return missing.isEmpty() || tolerant
        ? Optional.empty()
        : Optional.of(unreadable("no metric alarm is named " + String.join(", ", missing)));
  }

  /** Whether {@code deployment} may be stopped by the alarm {@code name}. */
  static boolean watches(KeptDeployment deployment, String name) {
    return config(deployment).stream()
        .flatMap(config -> config.alarms().stream())
        .anyMatch(alarm -> alarm.name().equals(name));
  }

  private static String unreadable(String why) {
    return "The deployment was stopped because the state of its alarms could not be retrieved from"
        + " Amazon CloudWatch: "
        + why;
  }

  // "Allows you to specify information about alarms associated with a deployment":
  // CreateDeployment.
  private static Optional<AlarmConfiguration> config(KeptDeployment deployment) {
    var override = deployment.info().overrideAlarmConfiguration();
    return Optional.ofNullable(
            override == null ? deployment.order().group().alarmConfiguration() : override)
        .filter(config -> Boolean.TRUE.equals(config.enabled()))
        .filter(config -> !config.alarms().isEmpty());
  }
}
