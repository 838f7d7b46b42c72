package com.shangwellness.infra.edge;

import com.shangwellness.infra.LogBucket;
import com.shangwellness.infra.Names;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.CfnDelivery;
import software.amazon.awscdk.services.logs.CfnDeliveryDestination;
import software.amazon.awscdk.services.logs.CfnDeliverySource;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;

/** Every request that CloudFront answered, delivered by CloudWatch Logs into a bucket. */
final class EdgeLog extends Construct {

  EdgeLog(Construct scope, Names names, int days, Distribution distribution) {
    super(scope, "EdgeLog");
    var bucket =
        new LogBucket(this, "AccessLogs", days, "the deliveries of CloudFront's logs").bucket();
    admit(bucket, names);
    var name = names.edge("access-log");
    var source =
        CfnDeliverySource.Builder.create(this, "Source")
            .name(name)
            .logType("ACCESS_LOGS")
            .resourceArn(distribution.getDistributionArn())
            .build();
    var destination =
        CfnDeliveryDestination.Builder.create(this, "Destination")
            .name(name)
            .destinationResourceArn(bucket.getBucketArn())
            .outputFormat("json")
            .build();
    var delivery =
        CfnDelivery.Builder.create(this, "Delivery")
            .deliverySourceName(source.getName())
            .deliveryDestinationArn(destination.getAttrArn())
            .s3SuffixPath("{yyyy}/{MM}/{dd}")
            .build();
    delivery.addResourceDependency(source);
    // The delivery tries the bucket when it is made.
    delivery.getNode().addDependency(bucket.getPolicy());
  }

  /** CloudWatch Logs guide, "Logs sent to Amazon S3". */
  private static void admit(Bucket bucket, Names names) {
    bucket.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .principals(
                List.of(ServicePrincipal.Builder.create("delivery.logs.amazonaws.com").build()))
            .actions(List.of("s3:PutObject"))
            .resources(List.of(bucket.arnForObjects("AWSLogs/" + names.account() + "/*")))
            .conditions(
                Map.of(
                    "StringEquals",
                    new TreeMap<>(
                        Map.of(
                            "aws:SourceAccount",
                            names.account(),
                            "s3:x-amz-acl",
                            "bucket-owner-full-control"))))
            .build());
  }
}
