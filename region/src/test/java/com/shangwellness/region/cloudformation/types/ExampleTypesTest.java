package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.ResourceTypes;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;

/** The example of the package's documentation compiles, and so does EC2's way with tags. */
final class ExampleTypesTest {

  static ResourceTypes ecs(EcsClient ecs) {
    return ResourceTypes.of(
        type("AWS::ECS::Cluster")
            .create(CreateClusterRequest::builder, ecs::createCluster)
            .named("ClusterName", 255)
            .ref(created -> created.cluster().clusterName())
            .attribute("Arn", created -> created.cluster().clusterArn())
            .stableWhen(
                name ->
                    ecs.describeClusters(r -> r.clusters(name))
                        .clusters()
                        .getFirst()
                        .status()
                        .equals("ACTIVE"))
            .update(
                UpdateClusterRequest::builder,
                (request, cluster) -> request.cluster(cluster.id()),
                ecs::updateCluster)
            .delete(name -> ecs.deleteCluster(r -> r.cluster(name))));
  }

  static ResourceTypes ec2(Ec2Client ec2) {
    return ResourceTypes.of(
        type("AWS::EC2::VPC")
            .create(CreateVpcRequest::builder, ec2::createVpc)
            .ref(created -> created.vpc().vpcId())
            .attribute("CidrBlock", created -> created.vpc().cidrBlock())
            .tagSpecifications("vpc")
            .setting(
                "EnableDnsSupport",
                vpc ->
                    ec2.modifyVpcAttribute(
                        r ->
                            r.vpcId(vpc.id())
                                .enableDnsSupport(
                                    on -> on.value(vpc.properties().is("EnableDnsSupport")))))
            .onChange(
                "Tags",
                change ->
                    ec2.createTags(
                        r ->
                            r.resources(change.id())
                                .tags(
                                    change.properties().tags().entrySet().stream()
                                        .map(
                                            tag ->
                                                Tag.builder()
                                                    .key(tag.getKey())
                                                    .value(tag.getValue())
                                                    .build())
                                        .toList())))
            .stableWhen(
                id ->
                    ec2.describeVpcs(r -> r.vpcIds(id))
                        .vpcs()
                        .getFirst()
                        .stateAsString()
                        .equals("available"))
            .delete(id -> ec2.deleteVpc(r -> r.vpcId(id))));
  }

  @Test
  void tables_are_put_together() {
    var unused =
        ResourceTypes.all(
            ecs(
                new EcsClient() {
                  @Override
                  public String serviceName() {
                    return "ecs";
                  }

                  @Override
                  public void close() {}
                }));
  }
}
