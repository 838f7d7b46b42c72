package com.shangwellness.region.codepipeline;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionResult;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * A person says yes or no (CodePipeline guide, "Add a manual approval action"). It waits for a
 * week, or as long as the action says, and fails then.
 */
record Approval(SnsClient sns, String region) implements ActionType {

  private static final String TOPIC = "NotificationArn";
  private static final String COMMENT = "CustomData";
  private static final String LINK = "ExternalEntityLink";
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public Set<ActionCategory> categories() {
    return Set.of(ActionCategory.APPROVAL);
  }

  @Override
  public String provider() {
    return "Manual";
  }

  @Override
  public Form form() {
    return new Form(Set.of(), Set.of(TOPIC, COMMENT, LINK), new Count(0, 0), new Count(0, 0));
  }

  @Override
  public Duration patience() {
    return Duration.ofDays(7);
  }

  @Override
  public Duration interval() {
    // Nobody is asked again: PutApprovalResult or the deadline ends it.
    return patience();
  }

  @Override
  public Outcome begin(Work work) {
    work.setting(TOPIC)
        .ifPresent(
            topic ->
                sns.publish(r -> r.topicArn(topic).subject(subject(work)).message(message(work))));
    return Outcome.inProgress(ActionExecutionResult.builder().build());
  }

  // SNS takes subjects of 100 characters.
  private static String subject(Work work) {
    var subject =
        "APPROVAL NEEDED: AWS CodePipeline "
            + work.pipeline().name()
            + " for action "
            + work.action().name();
    return subject.substring(0, Math.min(100, subject.length()));
  }

  // CodePipeline guide, "JSON data format for manual approval notifications in CodePipeline".
  private String message(Work work) {
    var console =
        "https://console.aws.amazon.com/codepipeline/home?region="
            + region
            + "#/view/"
            + work.pipeline().name();
    var message = JSON.createObjectNode().put("region", region).put("consoleLink", console);
    var approval = message.putObject("approval");
    approval
        .put("pipelineName", work.pipeline().name())
        .put("stageName", work.run().stage())
        .put("actionName", work.action().name())
        .put("token", work.run().token())
        .put(
            "expires",
            DateTimeFormatter.ISO_INSTANT.format(work.run().due().truncatedTo(ChronoUnit.SECONDS)));
    work.setting(LINK).ifPresent(link -> approval.put("externalEntityLink", link));
    approval.put(
        "approvalReviewLink",
        console
            + "/"
            + work.run().stage()
            + "/"
            + work.action().name()
            + "/approve/"
            + work.run().token());
    work.setting(COMMENT).ifPresent(comment -> approval.put("customData", comment));
    return message.toString();
  }

  @Override
  public Outcome look(Work work) {
    return Outcome.inProgress(ActionExecutionResult.builder().build());
  }
}
