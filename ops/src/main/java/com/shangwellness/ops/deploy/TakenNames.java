package com.shangwellness.ops.deploy;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.StackArtifact;
import com.shangwellness.ops.targets.Clients;
import com.shangwellness.ops.targets.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Finds names that a template gives to new resources and that something else has already: a
 * production that was built by other means, or what an earlier one left behind. CloudFormation
 * would find out one by one, halfway through.
 */
final class TakenNames {
  private static final int NOT_IMPLEMENTED = 501;

  /** Asks the service whether it knows a name; a "not found" of the service counts as no. */
  @FunctionalInterface
  private interface Lookup {
    boolean finds(Clients clients, String name);
  }

  private record Named(String property, Lookup lookup) {}

  private static final Map<String, Named> TYPES =
      Map.ofEntries(
          type("AWS::ECS::Cluster", "ClusterName", TakenNames::cluster),
          type(
              "AWS::ECR::Repository",
              "RepositoryName",
              (aws, name) ->
                  aws.ecr().describeRepositories(r -> r.repositoryNames(name)).hasRepositories()),
          type(
              "AWS::RDS::DBCluster",
              "DBClusterIdentifier",
              (aws, name) ->
                  aws.rds().describeDBClusters(r -> r.dbClusterIdentifier(name)).hasDbClusters()),
          type(
              "AWS::RDS::DBInstance",
              "DBInstanceIdentifier",
              (aws, name) ->
                  aws.rds()
                      .describeDBInstances(r -> r.dbInstanceIdentifier(name))
                      .hasDbInstances()),
          type(
              "AWS::RDS::DBSubnetGroup",
              "DBSubnetGroupName",
              (aws, name) ->
                  aws.rds()
                      .describeDBSubnetGroups(r -> r.dbSubnetGroupName(name))
                      .hasDbSubnetGroups()),
          type(
              "AWS::ElasticLoadBalancingV2::LoadBalancer",
              "Name",
              (aws, name) ->
                  aws.loadBalancing().describeLoadBalancers(r -> r.names(name)).hasLoadBalancers()),
          type(
              "AWS::ElasticLoadBalancingV2::TargetGroup",
              "Name",
              (aws, name) ->
                  aws.loadBalancing().describeTargetGroups(r -> r.names(name)).hasTargetGroups()),
          type("AWS::Logs::LogGroup", "LogGroupName", TakenNames::logGroup),
          type(
              "AWS::IAM::Role",
              "RoleName",
              (aws, name) -> aws.iam().getRole(r -> r.roleName(name)).role() != null),
          type("AWS::KMS::Alias", "AliasName", TakenNames::keyAlias),
          type("AWS::S3::Bucket", "BucketName", TakenNames::bucket));

  private final Target target;

  TakenNames(Target target) {
    this.target = target;
  }

  /**
   * Checks every stack of {@code assembly} before anything is created.
   *
   * @throws Failure that lists all taken names
   */
  void refuse(CloudAssembly assembly) {
    var taken = new ArrayList<String>();
    assembly.stacks().forEach(stack -> taken.addAll(takenBy(stack)));
    if (!taken.isEmpty()) {
      throw Failure.failed(
          "these names are taken in the account by something that our stacks do not own, so nothing"
              + " was created:\n  "
              + String.join("\n  ", taken)
              + "\nIs production running already? DEPLOYMENT.md begins with what to do then.");
    }
  }

  private List<String> takenBy(StackArtifact stack) {
    var clients = target.clients(stack.place().region());
    var ours = new HashSet<String>();
    new Stacks(clients.cloudFormation())
        .resources(stack.name())
        .forEach(resource -> ours.add(resource.logicalResourceId()));
    var taken = new ArrayList<String>();
    for (var resource : stack.template().path("Resources").properties()) {
      var type = resource.getValue().path("Type").asText();
      var named = TYPES.get(type);
      if (named == null || ours.contains(resource.getKey())) {
        continue;
      }
      var name = resource.getValue().path("Properties").path(named.property());
      // A name that is put together by functions is not known before the deployment.
      if (name.isTextual() && isTaken(named, clients, name.asText())) {
        taken.add(type + " " + name.asText() + "  (stack " + stack.name() + ")");
      }
    }
    return taken;
  }

  private static boolean isTaken(Named named, Clients clients, String name) {
    try {
      return named.lookup().finds(clients, name);
    } catch (AwsServiceException e) {
      if (saysAbsent(e)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean saysAbsent(AwsServiceException e) {
    var code = e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
    return e.statusCode() == NOT_IMPLEMENTED
        || e.statusCode() == 404
        || code.contains("NotFound")
        || code.contains("NoSuch");
  }

  private static boolean cluster(Clients aws, String name) {
    return aws.ecs().describeClusters(r -> r.clusters(name)).clusters().stream()
        .map(Cluster::status)
        .anyMatch(status -> !"INACTIVE".equals(status)); // a deleted cluster is shown for a while
  }

  private static boolean logGroup(Clients aws, String name) {
    return aws.logs().describeLogGroups(r -> r.logGroupNamePrefix(name)).logGroups().stream()
        .anyMatch(group -> group.logGroupName().equals(name));
  }

  private static boolean keyAlias(Clients aws, String name) {
    return aws.kms().listAliasesPaginator().aliases().stream()
        .anyMatch(alias -> alias.aliasName().equals(name));
  }

  private static boolean bucket(Clients aws, String name) {
    try {
      aws.s3().headBucket(r -> r.bucket(name));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == 403) {
        return true; // bucket names are the world's: this one is another account's
      }
      throw e;
    }
  }

  private static Map.Entry<String, Named> type(String type, String property, Lookup lookup) {
    return Map.entry(type, new Named(property, lookup));
  }
}
