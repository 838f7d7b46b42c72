package com.shangwellness.infra.network;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.Settings;
import java.util.List;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpoint;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpoint;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/** Ways from the private subnets to AWS's services that need neither NAT nor the internet. */
final class Endpoints extends Construct {
  private static final SubnetSelection PRIVATE =
      SubnetSelection.builder().subnetType(SubnetType.PRIVATE_WITH_EGRESS).build();

  Endpoints(Construct scope, Names names, Settings settings, Vpc vpc, SecurityGroups groups) {
    super(scope, "Endpoints");
    imageLayers(names, vpc);
    var group =
        SecurityGroup.fromSecurityGroupId(this, "Group", groups.endpoints().getAttrGroupId());
    for (var service : settings.network().interfaceEndpoints()) {
      endpoint(service, names, vpc, group);
    }
  }

  private void imageLayers(Names names, Vpc vpc) {
    var s3 =
        GatewayVpcEndpoint.Builder.create(this, "s3")
            .vpc(vpc)
            .service(GatewayVpcEndpointAwsService.S3)
            .subnets(List.of(PRIVATE))
            .build();
    // The one bucket that tasks read: ECR guide, "Minimum Amazon S3 Bucket Permissions". And the
    // one from which a shell in the VPC gets its database client: AL2023 guide, "Managing
    // repositories".
    for (var bucket : List.of(names.imageLayerBucket(), names.packageBucket())) {
      s3.addToPolicy(
          PolicyStatement.Builder.create()
              .principals(List.of(new AnyPrincipal()))
              .actions(List.of("s3:GetObject"))
              .resources(List.of("arn:aws:s3:::" + bucket + "/*"))
              .build());
    }
    Tags.of(s3).add("Name", names.endpoint("s3"));
  }

  private void endpoint(String service, Names names, Vpc vpc, ISecurityGroup group) {
    var endpoint =
        InterfaceVpcEndpoint.Builder.create(this, service)
            .vpc(vpc)
            .service(new InterfaceVpcEndpointAwsService(service))
            .subnets(PRIVATE)
            .securityGroups(List.of(group))
            .open(false)
            .build();
    Tags.of(endpoint).add("Name", names.endpoint(service));
  }
}
