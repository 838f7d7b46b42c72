package com.shangwellness.region.sts;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.place.Place;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.StsClient;

/** How a service calls others for a role that lets it. */
public final class ActingRole {

  private final String service;
  private final Place place;
  private final StsClient sts;

  /**
   * The roles that {@code service} acts for.
   *
   * @param service the first part of its principal's name: {@code codepipeline}
   */
  public ActingRole(String service, Place place, StsClient sts) {
    this.service = service;
    this.place = place;
    this.sts = sts;
  }

  /** Whether the role's trust policy lets the service assume it. */
  public boolean mayAct(String roleArn) {
    try {
      var unused =
          Caller.ofService(service, place.account(), place.region())
              .call(() -> sts.assumeRole(r -> r.roleArn(roleArn).roleSessionName(service)));
      return true;
    } catch (AwsServiceException e) {
      return false;
    }
  }

  /**
   * Gives what {@code action} gives when a session of the role runs it.
   *
   * @param session the session's name
   */
  public <T> T as(String roleArn, String session, Supplier<T> action) {
    return as(roleArn, session, 0, action);
  }

  /**
   * As {@link #as(String, String, Supplier)}, for what is to pass at a pace.
   *
   * @param pace how fast region time is to pass for what is begun; 0 for no wish
   */
  public <T> T as(String roleArn, String session, double pace, Supplier<T> action) {
    var name = roleArn.substring(roleArn.lastIndexOf('/') + 1);
    var principal = "arn:aws:sts::" + place.account() + ":assumed-role/" + name + "/" + session;
    return new Caller(principal, place.account(), place.region(), session, pace).call(action);
  }
}
