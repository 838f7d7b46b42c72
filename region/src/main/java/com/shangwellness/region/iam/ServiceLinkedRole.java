package com.shangwellness.region.iam;

import java.util.Map;

/**
 * The role by which an AWS service acts for itself in the account.
 *
 * @param name the role's name
 * @param policy the name of AWS's policy attached to it, under {@code /aws-service-role/}
 */
record ServiceLinkedRole(String name, String policy) {

  // IAM user guide, "AWS services that work with IAM", and each service's own guide.
  private static final Map<String, ServiceLinkedRole> KNOWN =
      Map.of(
          "ecs.amazonaws.com",
          new ServiceLinkedRole("AWSServiceRoleForECS", "AmazonECSServiceRolePolicy"),
          "elasticloadbalancing.amazonaws.com",
          new ServiceLinkedRole(
              "AWSServiceRoleForElasticLoadBalancing", "AWSElasticLoadBalancingServiceRolePolicy"),
          "rds.amazonaws.com",
          new ServiceLinkedRole("AWSServiceRoleForRDS", "AmazonRDSServiceRolePolicy"),
          "ecs.application-autoscaling.amazonaws.com",
          new ServiceLinkedRole(
              "AWSServiceRoleForApplicationAutoScaling_ECSService",
              "AWSApplicationAutoscalingECSServicePolicy"),
          "rds.application-autoscaling.amazonaws.com",
          new ServiceLinkedRole(
              "AWSServiceRoleForApplicationAutoScaling_RDSCluster",
              "AWSApplicationAutoscalingRDSClusterPolicy"),
          "backup.amazonaws.com",
          new ServiceLinkedRole("AWSServiceRoleForBackup", "AWSBackupDefaultServiceRolePolicy"),
          "cloudtrail.amazonaws.com",
          new ServiceLinkedRole("AWSServiceRoleForCloudTrail", "AWSCloudTrailServiceRolePolicy"),
          "guardduty.amazonaws.com",
          new ServiceLinkedRole(
              "AWSServiceRoleForAmazonGuardDuty", "AmazonGuardDutyServiceRolePolicy"));

  static ServiceLinkedRole of(String service) {
    var role = KNOWN.get(service == null ? "" : service);
    if (role == null) {
      throw Refusal.input("Service role name for " + service + " is not known to the region.");
    }
    return role;
  }

  String policyArn() {
    return "arn:aws:iam::aws:policy/aws-service-role/" + policy;
  }
}
