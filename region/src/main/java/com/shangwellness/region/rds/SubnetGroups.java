package com.shangwellness.region.rds;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.store.Table;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.rds.model.AvailabilityZone;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupDoesNotCoverEnoughAZsException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.InvalidDbSubnetGroupStateException;
import software.amazon.awssdk.services.rds.model.ModifyDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.Subnet;

/** Subnets, in two zones or more, in which databases may be placed. */
final class SubnetGroups {

  private final Table<DBSubnetGroup> groups;
  private final Identifiers identifiers;
  private final Ec2Client ec2;

  SubnetGroups(Table<DBSubnetGroup> groups, Identifiers identifiers, Ec2Client ec2) {
    this.groups = groups;
    this.identifiers = identifiers;
    this.ec2 = ec2;
  }

  DBSubnetGroup create(CreateDbSubnetGroupRequest request) {
    var name = request.dbSubnetGroupName().toLowerCase(Locale.ROOT);
    if (groups.contains(name)) {
      throw AwsErrors.of(
          DbSubnetGroupAlreadyExistsException.builder(),
          "The DB subnet group '" + name + "' already exists.");
    }
    var group =
        DBSubnetGroup.builder()
            .dbSubnetGroupName(name)
            .dbSubnetGroupDescription(request.dbSubnetGroupDescription())
            .dbSubnetGroupArn(identifiers.arn("subgrp", name))
            .subnetGroupStatus("Complete");
    return groups.put(name, placed(group, request.subnetIds()).build());
  }

  DBSubnetGroup modify(ModifyDbSubnetGroupRequest request) {
    var group = get(request.dbSubnetGroupName());
    var builder = group.toBuilder();
    if (request.dbSubnetGroupDescription() != null) {
      builder.dbSubnetGroupDescription(request.dbSubnetGroupDescription());
    }
    return groups.put(group.dbSubnetGroupName(), placed(builder, request.subnetIds()).build());
  }

  private DBSubnetGroup.Builder placed(DBSubnetGroup.Builder group, List<String> subnetIds) {
    var subnets = ec2.describeSubnets(r -> r.subnetIds(subnetIds)).subnets();
    if (subnets.stream()
            .map(software.amazon.awssdk.services.ec2.model.Subnet::availabilityZone)
            .distinct()
            .count()
        < 2) {
      throw AwsErrors.of(
          DbSubnetGroupDoesNotCoverEnoughAZsException.builder(),
          "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ"
              + " coverage: "
              + subnets.stream()
                  .map(software.amazon.awssdk.services.ec2.model.Subnet::availabilityZone)
                  .distinct()
                  .toList()
              + ". Add subnets to cover at least 2 AZs.");
    }
    return group
        .vpcId(subnets.getFirst().vpcId())
        .subnets(
            subnets.stream()
                .map(
                    subnet ->
                        Subnet.builder()
                            .subnetIdentifier(subnet.subnetId())
                            .subnetAvailabilityZone(
                                AvailabilityZone.builder().name(subnet.availabilityZone()).build())
                            .subnetStatus("Active")
                            .build())
                .toList());
  }

  DBSubnetGroup get(String name) {
    return groups
        .get(name.toLowerCase(Locale.ROOT))
        .orElseThrow(
            () ->
                AwsErrors.of(
                    DbSubnetGroupNotFoundException.builder(),
                    "DB subnet group '" + name + "' does not exist."));
  }

  List<DBSubnetGroup> describe(String name) {
    return name == null ? groups.values() : List.of(get(name));
  }

  /** Deletes a group that {@code isUsed} does not hold back. */
  void delete(String name, Predicate<String> isUsed) {
    var group = get(name);
    if (isUsed.test(group.dbSubnetGroupName())) {
      throw AwsErrors.of(
          InvalidDbSubnetGroupStateException.builder(),
          "Cannot delete the subnet group '"
              + name
              + "' because at least one database instance is still using it.");
    }
    groups.remove(group.dbSubnetGroupName());
  }
}
