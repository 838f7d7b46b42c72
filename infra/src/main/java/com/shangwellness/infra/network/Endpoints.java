package com.shangwellness.infra.network;

import com.shangwellness.infra.settings.Settings;
import java.util.List;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpoint;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/** Ways from the private subnets to AWS's services that need neither NAT nor the internet. */
final class Endpoints extends Construct {

  Endpoints(Construct scope, Settings settings, Vpc vpc, ISecurityGroup group) {
    super(scope, "Endpoints");
    var privateSubnets =
        SubnetSelection.builder().subnetType(SubnetType.PRIVATE_WITH_EGRESS).build();
    layersOfImages(vpc, privateSubnets, settings.region());
    for (var service : settings.network().interfaceEndpoints()) {
      vpc.addInterfaceEndpoint(
          service,
          InterfaceVpcEndpointOptions.builder()
              .service(new InterfaceVpcEndpointAwsService(service))
              .subnets(privateSubnets)
              .securityGroups(List.of(group))
              .open(false)
              .build());
    }
  }

  private static void layersOfImages(Vpc vpc, SubnetSelection subnets, String region) {
    GatewayVpcEndpoint s3 =
        vpc.addGatewayEndpoint(
            "s3",
            GatewayVpcEndpointOptions.builder()
                .service(GatewayVpcEndpointAwsService.S3)
                .subnets(List.of(subnets))
                .build());
    // The one bucket that tasks read: ECR guide, "Minimum Amazon S3 bucket permissions for Amazon
    // ECR".
    s3.addToPolicy(
        PolicyStatement.Builder.create()
            .principals(List.of(new AnyPrincipal()))
            .actions(List.of("s3:GetObject"))
            .resources(List.of("arn:aws:s3:::prod-" + region + "-starport-layer-bucket/*"))
            .build());
  }
}
