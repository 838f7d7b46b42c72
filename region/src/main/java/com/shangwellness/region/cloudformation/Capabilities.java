package com.shangwellness.region.cloudformation;

import com.shangwellness.region.codec.AwsErrors;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.InsufficientCapabilitiesException;

/** What a caller has to acknowledge before a template may be deployed. */
final class Capabilities {

  // "Acknowledging IAM resources in CloudFormation templates", CloudFormation user guide.
  private static final Set<String> IAM =
      Set.of(
          "AWS::IAM::AccessKey",
          "AWS::IAM::Group",
          "AWS::IAM::InstanceProfile",
          "AWS::IAM::ManagedPolicy",
          "AWS::IAM::Policy",
          "AWS::IAM::Role",
          "AWS::IAM::User",
          "AWS::IAM::UserToGroupAddition");
  private static final Set<String> NAMES =
      Set.of("GroupName", "InstanceProfileName", "ManagedPolicyName", "RoleName", "UserName");

  private Capabilities() {}

  /** What {@code template} needs: the one that covers the other. */
  static List<Capability> needed(Template template) {
    boolean iam = false;
    boolean named = false;
    for (var definition : template.resources().values()) {
      if (IAM.contains(definition.type())) {
        iam = true;
        boolean names = !definition.type().equals("AWS::IAM::UserToGroupAddition");
        named |= names && NAMES.stream().anyMatch(definition.properties()::has);
      }
    }
    if (named) {
      return List.of(Capability.CAPABILITY_NAMED_IAM);
    }
    return iam ? List.of(Capability.CAPABILITY_IAM) : List.of();
  }

  /** Refuses {@code template} unless {@code given} covers what it needs. */
  static void require(Template template, List<Capability> given) {
    for (var capability : needed(template)) {
      boolean covered =
          given.contains(Capability.CAPABILITY_NAMED_IAM) || given.contains(capability);
      if (!covered) {
        throw AwsErrors.of(
            InsufficientCapabilitiesException.builder(),
            "InsufficientCapabilitiesException",
            400,
            "Requires capabilities : [" + capability + "]");
      }
    }
  }
}
