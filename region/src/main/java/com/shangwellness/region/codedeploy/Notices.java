package com.shangwellness.region.codedeploy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.place.Place;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codedeploy.model.TriggerConfig;
import software.amazon.awssdk.services.codedeploy.model.TriggerEventType;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Tells EventBridge and the topics of a group's triggers what becomes of deployments (CodeDeploy
 * guide, "Monitoring deployments").
 */
final class Notices {

  /** What is worth telling. */
  enum Notice {
    STARTED("START", TriggerEventType.DEPLOYMENT_START, "CREATED"),
    READY("READY", TriggerEventType.DEPLOYMENT_READY, "READY"),
    SUCCEEDED("SUCCESS", TriggerEventType.DEPLOYMENT_SUCCESS, "SUCCEEDED"),
    FAILED("FAILURE", TriggerEventType.DEPLOYMENT_FAILURE, "FAILED"),
    STOPPED("STOP", TriggerEventType.DEPLOYMENT_STOP, "STOPPED"),
    ROLLS_BACK("", TriggerEventType.DEPLOYMENT_ROLLBACK, "ROLLBACK");

    private final String state;
    private final TriggerEventType trigger;
    private final String subject;

    Notice(String state, TriggerEventType trigger, String subject) {
      this.state = state;
      this.trigger = trigger;
      this.subject = subject;
    }
  }

  private static final Logger LOG = System.getLogger(Notices.class.getName());

  private final Place place;
  private final EventSink events;
  private final SnsClient sns;

  Notices(Place place, EventSink events, SnsClient sns) {
    this.place = place;
    this.events = events;
    this.sns = sns;
  }

  void tell(KeptDeployment deployment, Notice notice) {
    if (!notice.state.isEmpty()) {
      emit(deployment, notice.state);
    }
    deployment.order().group().triggerConfigurations().stream()
        .filter(trigger -> trigger.triggerEvents().contains(notice.trigger))
        .forEach(trigger -> publish(deployment, notice, trigger));
  }

  private void emit(KeptDeployment deployment, String state) {
    var group = deployment.order().group();
    var detail =
        object()
            .put("instanceGroupId", group.deploymentGroupId())
            .put("region", place.region())
            .put("application", group.applicationName())
            .put("deploymentId", deployment.id())
            .put("state", state)
            .put("deploymentGroup", group.deploymentGroupName());
    events.emit(
        "aws.codedeploy",
        "CodeDeploy Deployment State-change Notification",
        List.of(
            place.arn("codedeploy", "application:" + group.applicationName()),
            place.arn(
                "codedeploy",
                "deploymentgroup:" + group.applicationName() + "/" + group.deploymentGroupName())),
        detail.toString());
  }

  private void publish(KeptDeployment deployment, Notice notice, TriggerConfig trigger) {
    var subject =
        "%s: AWS CodeDeploy %s in %s to %s"
            .formatted(
                notice.subject,
                deployment.id(),
                place.region(),
                deployment.order().group().applicationName());
    var message = message(deployment, trigger).toString();
    try {
      sns.publish(
          r ->
              r.topicArn(trigger.triggerTargetArn())
                  .subject(subject.substring(0, Math.min(100, subject.length())))
                  .message(message));
    } catch (AwsServiceException e) {
      // Nobody is told, and the deployment goes on, as on AWS.
      LOG.log(
          Level.WARNING,
          "codedeploy: the trigger {0} of {1} reached nobody: {2}",
          trigger.triggerName(),
          deployment.id(),
          AwsErrors.message(e));
    }
  }

  private ObjectNode message(KeptDeployment deployment, TriggerConfig trigger) {
    var info = deployment.info();
    var message =
        object()
            .put("region", place.region())
            .put("accountId", place.account())
            .put("eventTriggerName", trigger.triggerName())
            .put("applicationName", info.applicationName())
            .put("deploymentId", deployment.id())
            .put("deploymentGroupName", info.deploymentGroupName())
            .put("createTime", seconds(info.createTime()));
    if (info.completeTime() != null) {
      message.put("completeTime", seconds(info.completeTime()));
    }
    var overview = message.putObject("deploymentOverview");
    TargetView.overview(deployment)
        .forEach((status, count) -> overview.put(status, String.valueOf(count)));
    message.put("status", info.statusAsString());
    if (info.errorInformation() != null) {
      message
          .putObject("errorInformation")
          .put("ErrorCode", info.errorInformation().codeAsString())
          .put("ErrorMessage", info.errorInformation().message());
    }
    if (info.rollbackInfo() != null) {
      var rollback = message.putObject("rollbackInformation");
      rollback.put("RollbackMessage", info.rollbackInfo().rollbackMessage());
      rollback.put("RollbackDeploymentId", info.rollbackInfo().rollbackDeploymentId());
      rollback.put(
          "RollbackTriggeringDeploymentId", info.rollbackInfo().rollbackTriggeringDeploymentId());
    }
    return message;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static String seconds(Instant time) {
    return "%d.%03d".formatted(time.getEpochSecond(), time.getNano() / 1_000_000);
  }
}
