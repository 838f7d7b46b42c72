package com.shangwellness.region.ec2;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.RuleAction;

/** Network access control lists; each VPC has its default one, which lets everything through. */
final class NetworkAcls {

  private static final int LAST = 32_767;

  private final Ground ground;
  private final Resources<NetworkAcl> acls;

  NetworkAcls(Ground ground) {
    this.ground = ground;
    this.acls =
        new Resources<>(
            ground,
            new Kind<>(
                NetworkAcl.class,
                "acl",
                "network-acl",
                "InvalidNetworkAclID.NotFound",
                "The networkAcl ID '%s' does not exist",
                NetworkAcl::networkAclId,
                NetworkAcl::tags,
                (acl, tags) -> acl.toBuilder().tags(tags).build(),
                Filters.<NetworkAcl>byTags(NetworkAcl::tags)
                    .with("network-acl-id", NetworkAcl::networkAclId)
                    .with("vpc-id", NetworkAcl::vpcId)
                    .with("default", NetworkAcl::isDefault)
                    .with("owner-id", NetworkAcl::ownerId)
                    .withAny(
                        "association.subnet-id",
                        acl -> acl.associations().stream().map(NetworkAclAssociation::subnetId))));
  }

  Resources<NetworkAcl> all() {
    return acls;
  }

  void createDefault(String vpc) {
    acls.put(
        NetworkAcl.builder()
            .networkAclId(acls.newId())
            .vpcId(vpc)
            .ownerId(ground.account())
            .isDefault(true)
            .associations(List.of())
            .entries(
                Stream.of(true, false)
                    .flatMap(
                        egress ->
                            Stream.of(
                                entry(egress, 100, RuleAction.ALLOW),
                                entry(egress, LAST, RuleAction.DENY)))
                    .toList())
            .tags(List.of())
            .build());
  }

  private static NetworkAclEntry entry(boolean egress, int number, RuleAction action) {
    return NetworkAclEntry.builder()
        .egress(egress)
        .ruleNumber(number)
        .ruleAction(action)
        .protocol("-1")
        .cidrBlock("0.0.0.0/0")
        .build();
  }

  private NetworkAcl defaultOf(String vpc) {
    return acls.stream().filter(acl -> acl.vpcId().equals(vpc)).findFirst().orElseThrow();
  }

  /** A new subnet is under its VPC's default list. */
  void join(String vpc, String subnet) {
    var acl = defaultOf(vpc);
    var association =
        NetworkAclAssociation.builder()
            .networkAclAssociationId("aclassoc-0" + ground.ids().hex(16))
            .networkAclId(acl.networkAclId())
            .subnetId(subnet)
            .build();
    acls.put(
        acl.toBuilder()
            .associations(
                Stream.concat(acl.associations().stream(), Stream.of(association)).toList())
            .build());
  }

  void leave(String vpc, String subnet) {
    var acl = defaultOf(vpc);
    acls.put(
        acl.toBuilder()
            .associations(
                acl.associations().stream().filter(a -> !a.subnetId().equals(subnet)).toList())
            .build());
  }

  void removeOf(String vpc) {
    acls.remove(defaultOf(vpc).networkAclId());
  }
}
