package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.place.Place;

/** Types that belong to CloudFormation itself, and those that the region only records. */
public final class CloudFormationTypes {

  private CloudFormationTypes() {}

  /** The types that stand for nothing outside their stack. */
  public static ResourceTypes types() {
    return ResourceTypes.of(
        type("AWS::CDK::Metadata")
            .createWith(resource -> resource.id())
            .ref(id -> id)
            .updateWith(change -> {})
            .byHand("Analytics"),
        type("AWS::CloudFormation::WaitConditionHandle")
            .createWith(resource -> resource.id())
            .ref(id -> id));
  }

  /**
   * What production needs and this region does not act on yet: checked against AWS's schemas, kept,
   * listed, and marked {@code RECORDED} wherever it shows. A type goes from here once a service
   * acts on it.
   */
  public static ResourceTypes recorded(Place place) {
    return ResourceTypes.recorded(
        place,
        "AWS::Backup::BackupPlan",
        "AWS::Backup::BackupSelection",
        "AWS::Backup::BackupVault",
        "AWS::Backup::RestoreTestingPlan",
        "AWS::Backup::RestoreTestingSelection",
        "AWS::Budgets::Budget",
        "AWS::CE::AnomalyMonitor",
        "AWS::CE::AnomalySubscription",
        "AWS::CloudFront::CachePolicy",
        "AWS::CloudFront::Distribution",
        "AWS::CloudFront::ResponseHeadersPolicy",
        "AWS::CloudTrail::Trail",
        "AWS::CodeConnections::Connection",
        "AWS::Config::ConfigurationRecorder",
        "AWS::Config::DeliveryChannel",
        "AWS::ECR::RegistryScanningConfiguration",
        "AWS::GuardDuty::Detector",
        "AWS::Logs::Delivery",
        "AWS::Logs::DeliveryDestination",
        "AWS::Logs::DeliverySource",
        "AWS::Logs::ResourcePolicy",
        "AWS::Route53::HealthCheck",
        "AWS::Route53::HostedZone",
        "AWS::Route53::RecordSet",
        "AWS::SecurityHub::Hub",
        "AWS::WAFv2::LoggingConfiguration",
        "AWS::WAFv2::WebACL",
        "AWS::WAFv2::WebACLAssociation");
  }
}
