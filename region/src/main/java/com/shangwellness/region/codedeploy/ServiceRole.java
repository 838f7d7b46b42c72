package com.shangwellness.region.codedeploy;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codedeploy.model.InvalidRoleException;
import software.amazon.awssdk.services.codedeploy.model.RoleRequiredException;
import software.amazon.awssdk.services.sts.StsClient;

/** The role that CodeDeploy assumes for a deployment group. */
final class ServiceRole {

  private static final Pattern ROLE = Pattern.compile("arn:aws:iam::(\\d{12}):role/(.+)");

  private final Place place;
  private final StsClient sts;

  ServiceRole(Place place, StsClient sts) {
    this.place = place;
    this.sts = sts;
  }

  /** Who calls when CodeDeploy acts for {@code role}. */
  Caller caller(String role, String session) {
    var account = ROLE.matcher(role).replaceFirst("$1");
    var name = role.substring(role.lastIndexOf('/') + 1);
    return new Caller(
        "arn:aws:sts::" + account + ":assumed-role/" + name + "/" + session,
        account,
        place.region(),
        Caller.current().map(Caller::requestId).orElse(session));
  }

  /**
   * Refuses a role that is none, or that CodeDeploy may not assume.
   *
   * @throws AwsServiceException in CodeDeploy's words
   */
  void check(String role) {
    if (role == null || role.isEmpty()) {
      throw Refusals.because(
          RoleRequiredException.builder(), "The role ARN for the deployment group is required.");
    }
    if (!ROLE.matcher(role).matches()) {
      throw Refusals.because(
          InvalidRoleException.builder(), "The service role ARN is invalid: " + role);
    }
    try {
      Caller.ofService("codedeploy", place.account(), place.region())
          .call(() -> sts.assumeRole(r -> r.roleArn(role).roleSessionName("codedeploy")));
    } catch (AwsServiceException e) {
      throw Refusals.because(
          InvalidRoleException.builder(),
          "AWS CodeDeploy does not have the permissions required to assume the role %s. (%s)"
              .formatted(role, AwsErrors.message(e)));
    }
  }
}
