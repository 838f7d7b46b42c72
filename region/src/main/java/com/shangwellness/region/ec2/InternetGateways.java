package com.shangwellness.region.ec2;

import java.util.List;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.InternetGatewayAttachment;

/** Internet gateways: each attached to one VPC at most, and each VPC to one of them. */
final class InternetGateways {

  private final Ground ground;
  private final Vpcs vpcs;
  private final Resources<InternetGateway> gateways;

  InternetGateways(Ground ground, Vpcs vpcs) {
    this.ground = ground;
    this.vpcs = vpcs;
    this.gateways =
        new Resources<>(
            ground,
            new Kind<>(
                InternetGateway.class,
                "igw",
                "internet-gateway",
                "InvalidInternetGatewayID.NotFound",
                "The internetGateway ID '%s' does not exist",
                InternetGateway::internetGatewayId,
                InternetGateway::tags,
                (gateway, tags) -> gateway.toBuilder().tags(tags).build(),
                Filters.<InternetGateway>byTags(InternetGateway::tags)
                    .with("internet-gateway-id", InternetGateway::internetGatewayId)
                    .with("owner-id", InternetGateway::ownerId)
                    .withAny(
                        "attachment.vpc-id",
                        g -> g.attachments().stream().map(InternetGatewayAttachment::vpcId))
                    .withAny(
                        "attachment.state",
                        g ->
                            g.attachments().stream()
                                .map(InternetGatewayAttachment::stateAsString))));
  }

  Resources<InternetGateway> all() {
    return gateways;
  }

  InternetGateway create(CreateInternetGatewayRequest request) {
    return gateways.put(
        InternetGateway.builder()
            .tags(gateways.tags(request.tagSpecifications()))
            .internetGatewayId(gateways.newId())
            .ownerId(ground.account())
            .attachments(List.of())
            .build());
  }

  void attach(String id, String vpc) {
    var gateway = gateways.get(Refusal.required("internetGatewayId", id));
    vpcs.all().get(Refusal.required("vpcId", vpc));
    if (!gateway.attachments().isEmpty()) {
      throw Refusal.of(
          "Resource.AlreadyAssociated",
          "resource "
              + id
              + " is already attached to network "
              + gateway.attachments().getFirst().vpcId());
    }
    if (isAttachedTo(vpc)) {
      throw Refusal.of(
          "InvalidParameterValue", "Network " + vpc + " already has an internet gateway attached");
    }
    // What EC2 answers is "available", which the SDK's list of states does not have.
    gateways.put(
        gateway.toBuilder()
            .attachments(InternetGatewayAttachment.builder().vpcId(vpc).state("available").build())
            .build());
  }

  boolean isAttachedTo(String vpc) {
    return gateways.stream().anyMatch(gateway -> isAttached(gateway, vpc));
  }

  private static boolean isAttached(InternetGateway gateway, String vpc) {
    return gateway.attachments().stream().anyMatch(a -> a.vpcId().equals(vpc));
  }

  void detach(String id, String vpc) {
    var gateway = gateways.get(Refusal.required("internetGatewayId", id));
    if (!isAttached(gateway, vpc)) {
      throw Refusal.of(
          "Gateway.NotAttached", "resource " + id + " is not attached to network " + vpc);
    }
    gateways.put(gateway.toBuilder().attachments(List.of()).build());
  }
}
