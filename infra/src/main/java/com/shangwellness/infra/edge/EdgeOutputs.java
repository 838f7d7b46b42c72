package com.shangwellness.infra.edge;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/** What the edge tells the operator. Names of outputs never change. */
final class EdgeOutputs {
  private EdgeOutputs() {}

  static void write(Construct stack, String site, Distribution distribution, ITopic topic) {
    write(stack, "SiteUrl", "https://" + site);
    write(stack, "DistributionId", distribution.getDistributionId());
    write(stack, "DistributionDomainName", distribution.getDistributionDomainName());
    write(stack, "EdgeAlarmTopicArn", topic.getTopicArn());
  }

  private static void write(Construct stack, String name, String value) {
    CfnOutput.Builder.create(stack, name).value(value).build();
  }
}
