package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.Properties;
import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CreateDbClusterParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.CreateDbClusterRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBInstanceStatusInfo;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.Tag;

/** The resource types of Amazon RDS. */
public final class RdsTypes {

  private RdsTypes() {}

  /** The types, acting through {@code rds}. */
  public static ResourceTypes types(RdsClient rds) {
    return ResourceTypes.of(
        type("AWS::RDS::DBSubnetGroup")
            .create(CreateDbSubnetGroupRequest::builder, rds::createDBSubnetGroup)
            .namedInLowerCase("DBSubnetGroupName", 255)
            .ref(created -> created.dbSubnetGroup().dbSubnetGroupName())
            .update(
                ModifyDbSubnetGroupRequest::builder,
                (request, group) -> request.dbSubnetGroupName(group.id()),
                rds::modifyDBSubnetGroup)
            .onChange("Tags", change -> retag(rds, subnetGroupArn(rds, change.id()), change))
            .delete(name -> rds.deleteDBSubnetGroup(r -> r.dbSubnetGroupName(name))),
        type("AWS::RDS::DBClusterParameterGroup")
            .create(
                CreateDbClusterParameterGroupRequest::builder, rds::createDBClusterParameterGroup)
            .namedInLowerCase("DBClusterParameterGroupName", 255)
            .rename("Family", "DBParameterGroupFamily")
            .ref(created -> created.dbClusterParameterGroup().dbClusterParameterGroupName())
            .setting("Parameters", group -> setParameters(rds, group))
            .onChange("Tags", change -> retag(rds, parameterGroupArn(rds, change.id()), change))
            .delete(
                name ->
                    rds.deleteDBClusterParameterGroup(r -> r.dbClusterParameterGroupName(name))),
        type("AWS::RDS::DBCluster")
            .create(CreateDbClusterRequest::builder, rds::createDBCluster)
            .namedInLowerCase("DBClusterIdentifier", 63)
            .shape(RdsTypes::clusterRequest)
            .ref(created -> created.dbCluster().dbClusterIdentifier())
            .attribute("Endpoint.Address", created -> created.dbCluster().endpoint())
            .attribute("Endpoint.Port", created -> created.dbCluster().port().toString())
            .attribute("ReadEndpoint.Address", created -> created.dbCluster().readerEndpoint())
            .attribute("DBClusterArn", created -> created.dbCluster().dbClusterArn())
            .attribute("DBClusterResourceId", created -> created.dbCluster().dbClusterResourceId())
            .attribute(
                "MasterUserSecret.SecretArn",
                created -> created.dbCluster().masterUserSecret().secretArn())
            .stableWhen(name -> cluster(rds, name).status().equals("available"))
            .update(
                ModifyDbClusterRequest::builder,
                (request, cluster) ->
                    request.dbClusterIdentifier(cluster.id()).applyImmediately(true),
                rds::modifyDBCluster)
            .onChange(
                "Tags", change -> retag(rds, cluster(rds, change.id()).dbClusterArn(), change))
            .delete(
                name ->
                    rds.deleteDBCluster(r -> r.dbClusterIdentifier(name).skipFinalSnapshot(true)))
            .snapshotAndDelete(
                cluster ->
                    rds.deleteDBCluster(
                        r ->
                            r.dbClusterIdentifier(cluster.id())
                                .finalDBSnapshotIdentifier(snapshotName(cluster))))
            .goneWhen(name -> isGone(rds, name)),
        type("AWS::RDS::DBInstance")
            .create(CreateDbInstanceRequest::builder, rds::createDBInstance)
            .namedInLowerCase("DBInstanceIdentifier", 63)
            .ref(created -> created.dbInstance().dbInstanceIdentifier())
            .attribute("Endpoint.Address", created -> created.dbInstance().endpoint().address())
            .attribute(
                "Endpoint.Port", created -> created.dbInstance().endpoint().port().toString())
            .attribute("DBInstanceArn", created -> created.dbInstance().dbInstanceArn())
            .attribute("DbiResourceId", created -> created.dbInstance().dbiResourceId())
            .stableWhen(name -> instance(rds, name).dbInstanceStatus().equals("available"))
            .failedWhen(name -> failure(instance(rds, name)))
            .update(
                ModifyDbInstanceRequest::builder,
                (request, instance) ->
                    request.dbInstanceIdentifier(instance.id()).applyImmediately(true),
                rds::modifyDBInstance)
            .onChange(
                "Tags", change -> retag(rds, instance(rds, change.id()).dbInstanceArn(), change))
            .delete(
                name ->
                    rds.deleteDBInstance(r -> r.dbInstanceIdentifier(name).skipFinalSnapshot(true)))
            .goneWhen(name -> instanceIsGone(rds, name)));
  }

  /** CloudFormation nests the secret's key; the API does not. */
  private static Properties clusterRequest(Properties properties) {
    var json = properties.json().deepCopy();
    json.remove("MasterUserSecret");
    properties
        .text("MasterUserSecret.KmsKeyId")
        .ifPresent(key -> json.put("MasterUserSecretKmsKeyId", key));
    return new Properties(json);
  }

  private static void setParameters(RdsClient rds, Resource group) {
    var parameters =
        group.properties().object("Parameters").stream()
            .flatMap(given -> given.json().properties().stream())
            .map(given -> parameter(given.getKey(), given.getValue().asText()))
            .toList();
    rds.modifyDBClusterParameterGroup(
        r -> r.dbClusterParameterGroupName(group.id()).parameters(parameters));
  }

  private static Parameter parameter(String name, String value) {
    return Parameter.builder()
        .parameterName(name)
        .parameterValue(value)
        .applyMethod("pending-reboot")
        .build();
  }

  private static void retag(RdsClient rds, String arn, Update change) {
    change.retag(
        gone -> rds.removeTagsFromResource(r -> r.resourceName(arn).tagKeys(gone)),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags -> rds.addTagsToResource(r -> r.resourceName(arn).tags(tags)));
  }

  private static String subnetGroupArn(RdsClient rds, String name) {
    return rds.describeDBSubnetGroups(r -> r.dbSubnetGroupName(name))
        .dbSubnetGroups()
        .getFirst()
        .dbSubnetGroupArn();
  }

  private static String parameterGroupArn(RdsClient rds, String name) {
    return rds.describeDBClusterParameterGroups(r -> r.dbClusterParameterGroupName(name))
        .dbClusterParameterGroups()
        .getFirst()
        .dbClusterParameterGroupArn();
  }

  private static DBCluster cluster(RdsClient rds, String name) {
    return rds.describeDBClusters(r -> r.dbClusterIdentifier(name)).dbClusters().getFirst();
  }

  private static DBInstance instance(RdsClient rds, String name) {
    return rds.describeDBInstances(r -> r.dbInstanceIdentifier(name)).dbInstances().getFirst();
  }

  private static Optional<String> failure(DBInstance instance) {
    return instance.dbInstanceStatus().equals("failed")
        ? Stream.concat(
                instance.statusInfos().stream().map(DBInstanceStatusInfo::message),
                Stream.of("the instance has failed"))
            .findFirst()
        : Optional.empty();
  }

  private static boolean isGone(RdsClient rds, String name) {
    try {
      return rds.describeDBClusters(r -> r.dbClusterIdentifier(name))
          .dbClusters()
          .equals(List.of());
    } catch (DbClusterNotFoundException e) {
      return true;
    }
  }

  private static boolean instanceIsGone(RdsClient rds, String name) {
    try {
      return rds.describeDBInstances(r -> r.dbInstanceIdentifier(name))
          .dbInstances()
          .equals(List.of());
    } catch (DbInstanceNotFoundException e) {
      return true;
    }
  }

  /**
   * {@code stack-snapshot-LogicalId-…}: CloudFormation's name for the snapshot that a deletion
   * leaves.
   */
  private static String snapshotName(Resource cluster) {
    var unique = Integer.toHexString((cluster.stackId() + cluster.id()).hashCode());
    var name = cluster.stackName() + "-snapshot-" + cluster.logicalId() + "-" + unique;
    return name.toLowerCase(Locale.ROOT)
        .substring(0, Math.min(255, name.length()))
        .replaceAll("-+", "-");
  }
}
