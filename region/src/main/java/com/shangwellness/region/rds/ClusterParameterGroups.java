package com.shangwellness.region.rds;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.store.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.rds.model.CreateDbClusterParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.DBClusterParameterGroup;
import software.amazon.awssdk.services.rds.model.DbParameterGroupAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbParameterGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.InvalidDbParameterGroupStateException;
import software.amazon.awssdk.services.rds.model.Parameter;

/**
 * Settings of a cluster's server, by name. {@code require_secure_transport} acts; the others are
 * kept.
 */
final class ClusterParameterGroups {

  /** A group and what was set in it. */
  record ParameterGroup(DBClusterParameterGroup group, Map<String, String> parameters) {}

  private final Table<ParameterGroup> groups;
  private final Identifiers identifiers;

  ClusterParameterGroups(Table<ParameterGroup> groups, Identifiers identifiers) {
    this.groups = groups;
    this.identifiers = identifiers;
  }

  DBClusterParameterGroup create(CreateDbClusterParameterGroupRequest request) {
    var name =
        Identifiers.checked(
            "DBClusterParameterGroupName", request.dbClusterParameterGroupName(), 255);
    if (groups.contains(name)) {
      throw AwsErrors.of(
          DbParameterGroupAlreadyExistsException.builder(),
          "Parameter group " + name + " already exists");
    }
    var group =
        DBClusterParameterGroup.builder()
            .dbClusterParameterGroupName(name)
            .dbParameterGroupFamily(request.dbParameterGroupFamily())
            .description(request.description())
            .dbClusterParameterGroupArn(identifiers.arn("cluster-pg", name))
            .build();
    return groups.put(name, new ParameterGroup(group, Map.of())).group();
  }

  void modify(String name, List<Parameter> changes) {
    var group = get(name);
    var parameters = new TreeMap<>(group.parameters());
    changes.forEach(change -> parameters.put(change.parameterName(), change.parameterValue()));
    groups.put(
        group.group().dbClusterParameterGroupName(), new ParameterGroup(group.group(), parameters));
  }

  List<DBClusterParameterGroup> describe(String name) {
    return name == null
        ? groups.stream().map(ParameterGroup::group).toList()
        : List.of(get(name).group());
  }

  List<Parameter> parameters(String name) {
    return get(name).parameters().entrySet().stream()
        .map(
            p ->
                Parameter.builder()
                    .parameterName(p.getKey())
                    .parameterValue(p.getValue())
                    .source("user")
                    .isModifiable(true)
                    .applyMethod("pending-reboot")
                    .build())
        .toList();
  }

  /**
   * Whether the group, or AWS's default where {@code name} is no group of ours, refuses connections
   * without TLS.
   */
  boolean requiresTls(String name) {
    return groups
        .get(name.toLowerCase(Locale.ROOT))
        .map(group -> group.parameters().getOrDefault("require_secure_transport", "OFF"))
        .filter(value -> value.equals("ON") || value.equals("1"))
        .isPresent();
  }

  /** Refuses a name that is neither a group nor one of AWS's defaults. */
  void requireKnown(String name) {
    if (!name.startsWith("default.")) {
      get(name);
    }
  }

  private ParameterGroup get(String name) {
    return groups
        .get(name.toLowerCase(Locale.ROOT))
        .orElseThrow(
            () ->
                AwsErrors.of(
                    DbParameterGroupNotFoundException.builder(),
                    "DBClusterParameterGroup not found: " + name));
  }

  void delete(String name, Predicate<String> isUsed) {
    var group = get(name).group().dbClusterParameterGroupName();
    if (isUsed.test(group)) {
      throw AwsErrors.of(
          InvalidDbParameterGroupStateException.builder(),
          "One or more database instances are still members of this parameter group "
              + group
              + ", so the group cannot be deleted");
    }
    groups.remove(group);
  }
}
