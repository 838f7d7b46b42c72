package com.shangwellness.region.codepipeline;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.place.Place;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.StsClient;

/** Calls other services as the role that a pipeline or an action names. */
final class ActingRole {

  private static final String SERVICE = "codepipeline";

  private final Place place;
  private final StsClient sts;

  ActingRole(Place place, StsClient sts) {
    this.place = place;
    this.sts = sts;
  }

  /**
   * Requires a role that lets CodePipeline assume it.
   *
   * @throws RuntimeException CodePipeline's refusal
   */
  void require(String roleArn) {
    if (!mayAct(roleArn)) {
      throw Refusals.structure(refused(roleArn));
    }
  }

  static String refused(String roleArn) {
    return "CodePipeline is not authorized to perform AssumeRole on role " + roleArn;
  }

  /** Whether the role lets CodePipeline assume it. */
  boolean mayAct(String roleArn) {
    try {
      var unused =
          Caller.ofService(SERVICE, place.account(), place.region())
              .call(() -> sts.assumeRole(r -> r.roleArn(roleArn).roleSessionName(SERVICE)));
      return true;
    } catch (AwsServiceException e) {
      return false;
    }
  }

  /** Gives what {@code action} gives when a session of the role runs it. */
  <T> T as(String roleArn, String session, Supplier<T> action) {
    var name = roleArn.substring(roleArn.lastIndexOf('/') + 1);
    var principal = "arn:aws:sts::" + place.account() + ":assumed-role/" + name + "/" + session;
    return new Caller(principal, place.account(), place.region(), session).call(action);
  }
}
