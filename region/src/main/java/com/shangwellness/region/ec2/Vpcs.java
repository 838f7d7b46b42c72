package com.shangwellness.region.ec2;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.store.Table;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.Tenancy;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockStateCode;
import software.amazon.awssdk.services.ec2.model.VpcState;

/** Virtual private clouds and their attributes. */
final class Vpcs {

  private static final int MOST = 5;

  /** What DescribeVpcAttribute tells. */
  record Attributes(boolean dnsSupport, boolean dnsHostnames, boolean usageMetrics) {}

  private final Ground ground;
  private final Resources<Vpc> vpcs;
  private final Table<Attributes> attributes;

  Vpcs(Ground ground) {
    this.ground = ground;
    this.vpcs =
        new Resources<>(
            ground,
            new Kind<>(
                Vpc.class,
                "vpc",
                "vpc",
                "InvalidVpcID.NotFound",
                "The vpc ID '%s' does not exist",
                Vpc::vpcId,
                Vpc::tags,
                (vpc, tags) -> vpc.toBuilder().tags(tags).build(),
                Filters.<Vpc>byTags(Vpc::tags)
                    .with("vpc-id", Vpc::vpcId)
                    .with("cidr", Vpc::cidrBlock)
                    .with("cidr-block", Vpc::cidrBlock)
                    .withAny(
                        "cidr-block-association.cidr-block",
                        vpc -> vpc.cidrBlockAssociationSet().stream().map(a -> a.cidrBlock()))
                    .with("state", Vpc::stateAsString)
                    .with("owner-id", Vpc::ownerId)
                    .with("dhcp-options-id", Vpc::dhcpOptionsId)
                    .with("is-default", Vpc::isDefault)
                    .with("isDefault", Vpc::isDefault)));
    this.attributes =
        ground.store().table(ground.place().region() + "/ec2.vpc-attributes", Attributes.class);
  }

  Resources<Vpc> all() {
    return vpcs;
  }

  Vpc create(CreateVpcRequest request) {
    Refusal.only(request, "CidrBlock", "InstanceTenancy");
    var text = Refusal.required("cidrBlock", request.cidrBlock());
    var cidr =
        Cidr.parse(text)
            .orElseThrow(() -> Refusal.value("cidrBlock", text, "This is not a valid CIDR block."));
    if (cidr.length() < 16 || cidr.length() > 28) {
      throw Refusal.of("InvalidVpc.Range", "The CIDR '" + text + "' is invalid.");
    }
    var tags = vpcs.tags(request.tagSpecifications());
    if (vpcs.count() >= MOST) {
      throw Refusal.of("VpcLimitExceeded", "The maximum number of VPCs has been reached.");
    }
    var id = vpcs.newId();
    attributes.put(id, new Attributes(true, false, false));
    return vpcs.put(
        Vpc.builder()
            .vpcId(id)
            .cidrBlock(cidr.toString())
            .cidrBlockAssociationSet(
                VpcCidrBlockAssociation.builder()
                    .associationId("vpc-cidr-assoc-0" + ground.ids().hex(16))
                    .cidrBlock(cidr.toString())
                    .cidrBlockState(s -> s.state(VpcCidrBlockStateCode.ASSOCIATED))
                    .build())
            .ipv6CidrBlockAssociationSet(List.of())
            .instanceTenancy(requireNonNullElse(request.instanceTenancy(), Tenancy.DEFAULT))
            .state(VpcState.AVAILABLE)
            .isDefault(false)
            .dhcpOptionsId("dopt-0" + ground.ids().hex(16))
            .ownerId(ground.account())
            .tags(tags)
            .build());
  }

  Cidr cidr(String id) {
    return Cidr.parse(vpcs.get(id).cidrBlock()).orElseThrow();
  }

  void remove(String id) {
    attributes.remove(id);
    vpcs.remove(id);
  }

  Attributes attributes(String id) {
    return attributes.get(vpcs.get(id).vpcId()).orElseThrow();
  }

  void modify(ModifyVpcAttributeRequest request) {
    var now = attributes(request.vpcId());
    attributes.put(
        request.vpcId(),
        new Attributes(
            chosen(request.enableDnsSupport(), now.dnsSupport()),
            chosen(request.enableDnsHostnames(), now.dnsHostnames()),
            chosen(request.enableNetworkAddressUsageMetrics(), now.usageMetrics())));
  }

  private static boolean chosen(AttributeBooleanValue value, boolean now) {
    return value == null ? now : Boolean.TRUE.equals(value.value());
  }

  DescribeVpcAttributeResponse describe(DescribeVpcAttributeRequest request) {
    var now = attributes(request.vpcId());
    var answer = DescribeVpcAttributeResponse.builder().vpcId(request.vpcId());
    return switch (request.attribute()) {
      case ENABLE_DNS_SUPPORT -> answer.enableDnsSupport(v -> v.value(now.dnsSupport())).build();
      case ENABLE_DNS_HOSTNAMES ->
          answer.enableDnsHostnames(v -> v.value(now.dnsHostnames())).build();
      case ENABLE_NETWORK_ADDRESS_USAGE_METRICS ->
          answer.enableNetworkAddressUsageMetrics(v -> v.value(now.usageMetrics())).build();
      case null, default ->
          throw Refusal.value("attribute", request.attributeAsString(), "Unknown attribute.");
    };
  }
}
