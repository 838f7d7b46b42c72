package com.shangwellness.region.sts;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.GetAccessKeyInfoRequest;
import software.amazon.awssdk.services.sts.model.GetAccessKeyInfoResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * AWS STS: says who the caller is, and lets principals act for a role. A service of the region
 * assumes a role by calling with its own name as the caller's principal, for example {@code
 * ecs-tasks.amazonaws.com}; what the region does on its own account counts as the account's root.
 */
public final class Sts implements StsClient {

  // A role that is assumed by a role may be held for an hour at most: IAM guide, "role chaining".
  private static final int CHAINED = 3600;

  private final Place place;
  private final IamClient iam;
  private final Sessions sessions;

  /** STS of the account of {@code place}. */
  public Sts(Place place, IamClient iam, Sessions sessions) {
    this.place = place;
    this.iam = iam;
    this.sessions = sessions;
  }

  @Override
  public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
    var arn = principal();
    return GetCallerIdentityResponse.builder()
        .account(account())
        .arn(arn)
        .userId(userId(arn))
        .build();
  }

  private String principal() {
    return Caller.current().map(Caller::principal).orElse(place.globalArn("iam", "root"));
  }

  private String account() {
    return Caller.current().map(Caller::account).orElse(place.account());
  }

  private String userId(String arn) {
    if (arn.contains(":assumed-role/")) {
      var parts = arn.substring(arn.indexOf('/') + 1).split("/", 2);
      return role(parts[0]).map(Role::roleId).orElse("AROA") + ":" + parts[1];
    }
    if (arn.contains(":user/")) {
      var name = arn.substring(arn.lastIndexOf('/') + 1);
      try {
        return iam.getUser(user -> user.userName(name)).user().userId();
      } catch (NoSuchEntityException e) {
        // Credentials of a user that has gone: AWS would refuse them; here the account stands in.
        return place.account();
      }
    }
    return place.account();
  }

  private Optional<Role> role(String name) {
    try {
      return Optional.of(iam.getRole(role -> role.roleName(name)).role());
    } catch (NoSuchEntityException e) {
      return Optional.empty();
    }
  }

  @Override
  public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
    var session = requireSessionName(request.roleSessionName());
    var arn = requireNonNullElse(request.roleArn(), "");
    if (!arn.matches("arn:aws:iam::\\d{12}:role/.+")) {
      throw invalid(arn + " is invalid");
    }
    // Refused alike whether the role is missing or does not trust the caller, as STS does.
    var role =
        role(arn.substring(arn.lastIndexOf('/') + 1))
            .filter(r -> r.arn().equals(arn))
            .filter(r -> trusts(r, requireNonNullElse(request.externalId(), "")))
            .orElseThrow(() -> denied(arn));
    var duration = duration(request.durationSeconds(), role);
    var principal =
        "arn:aws:sts::" + place.account() + ":assumed-role/" + role.roleName() + "/" + session;
    return AssumeRoleResponse.builder()
        .credentials(sessions.begin(principal, duration))
        .assumedRoleUser(
            AssumedRoleUser.builder()
                .arn(principal)
                .assumedRoleId(role.roleId() + ":" + session)
                .build())
        .packedPolicySize(request.policy() == null ? null : 1)
        .build();
  }

  private static String requireSessionName(String name) {
    if (name == null || !name.matches("[\\w+=,.@-]{2,64}")) {
      throw invalid(
          "1 validation error detected: Value '"
              + name
              + "' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: [\\w+=,.@-]*");
    }
    return name;
  }

  private boolean trusts(Role role, String externalId) {
    var document =
        URLDecoder.decode(
            role.assumeRolePolicyDocument().replace("+", "%2B"), StandardCharsets.UTF_8);
    return Trust.of(document).admits(principal(), account(), externalId);
  }

  private Duration duration(Integer asked, Role role) {
    int seconds = requireNonNullElse(asked, 3600);
    if (seconds < 900 || seconds > 43_200) {
      throw invalid(
          "1 validation error detected: Value '"
              + seconds
              + "' at 'durationSeconds' failed to satisfy constraint: Member must have value"
              + (seconds < 900 ? " greater than or equal to 900" : " less than or equal to 43200"));
    }
    if (seconds > CHAINED && principal().contains(":assumed-role/")) {
      throw invalid(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by"
              + " role chaining");
    }
    if (seconds > role.maxSessionDuration()) {
      throw invalid(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    return Duration.ofSeconds(seconds);
  }

  @Override
  public GetAccessKeyInfoResponse getAccessKeyInfo(GetAccessKeyInfoRequest request) {
    return GetAccessKeyInfoResponse.builder().account(place.account()).build();
  }

  private AwsServiceException denied(String role) {
    return AwsErrors.of(
        StsException.builder(),
        "AccessDenied",
        403,
        "User: "
            + principal()
            + " is not authorized to perform: sts:AssumeRole on resource: "
            + role);
  }

  private static AwsServiceException invalid(String message) {
    return AwsErrors.of(StsException.builder(), "ValidationError", 400, message);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** {@inheritDoc} There is nothing to close: what it knows is in the store. */
  @Override
  public void close() {}
}
