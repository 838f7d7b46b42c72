package com.shangwellness.ops.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.shangwellness.ops.targets.Clients;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.costexplorer.model.MonitorDimension;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.wafv2.model.ListWebAcLsResponse;

/**
 * How it is found out, type by type, whether something has a name already. What is not here has a
 * name of CloudFormation's own, or one that is only known within something that is looked for.
 */
final class NameLookups {
  /**
   * What is asked.
   *
   * @param account whose it would be
   * @param name the name
   * @param properties what else the template says of the resource
   */
  record Asked(Clients aws, String account, String name, JsonNode properties) {
    String text(String property) {
      return properties.path(property).asText();
    }
  }

  /** Asks the service whether it knows a name; a "not found" of the service counts as no. */
  @FunctionalInterface
  interface Lookup {
    boolean finds(Asked asked);
  }

  /**
   * A type whose names are looked for.
   *
   * @param pointer where its properties have the name, or several
   * @param lookup finds out
   * @param remedy what else to do when it is taken; mostly nothing
   */
  record Named(String pointer, Lookup lookup, String remedy) {}

  private static final Map<String, Named> TYPES =
      Map.ofEntries(
          type("AWS::Backup::BackupVault", "/BackupVaultName", NameLookups::vault),
          type(
              "AWS::Backup::RestoreTestingPlan",
              "/RestoreTestingPlanName",
              NameLookups::restoreTest),
          type("AWS::Budgets::Budget", "/Budget/BudgetName", NameLookups::budget),
          Map.entry(
              "AWS::CE::AnomalyMonitor",
              new Named(
                  "/MonitorDimension",
                  NameLookups::anomalyMonitor,
                  "an account has one: give its ARN in monitoring.anomalyMonitor")),
          type(
              "AWS::CloudFront::CachePolicy",
              "/CachePolicyConfig/Name",
              CloudFrontNames::cachePolicy),
          type(
              "AWS::CloudFront::Distribution",
              "/DistributionConfig/Aliases",
              CloudFrontNames::alias),
          type(
              "AWS::CloudFront::ResponseHeadersPolicy",
              "/ResponseHeadersPolicyConfig/Name",
              CloudFrontNames::headersPolicy),
          type("AWS::CloudTrail::Trail", "/TrailName", NameLookups::trail),
          type("AWS::CloudWatch::Alarm", "/AlarmName", NameLookups::alarm),
          type("AWS::CloudWatch::CompositeAlarm", "/AlarmName", NameLookups::alarm),
          type("AWS::CloudWatch::Dashboard", "/DashboardName", NameLookups::dashboard),
          type("AWS::CodeBuild::Project", "/Name", NameLookups::buildProject),
          type("AWS::CodeDeploy::Application", "/ApplicationName", NameLookups::application),
          type("AWS::CodePipeline::Pipeline", "/Name", NameLookups::pipeline),
          type("AWS::ECR::Repository", "/RepositoryName", NameLookups::repository),
          type("AWS::ECS::Cluster", "/ClusterName", NameLookups::cluster),
          type("AWS::ElasticLoadBalancingV2::LoadBalancer", "/Name", NameLookups::loadBalancer),
          type("AWS::ElasticLoadBalancingV2::TargetGroup", "/Name", NameLookups::targetGroup),
          type("AWS::Events::Rule", "/Name", NameLookups::rule),
          type("AWS::IAM::Role", "/RoleName", NameLookups::role),
          type("AWS::KMS::Alias", "/AliasName", NameLookups::keyAlias),
          type("AWS::Logs::DeliveryDestination", "/Name", LogNames::deliveryDestination),
          type("AWS::Logs::DeliverySource", "/Name", LogNames::deliverySource),
          type("AWS::Logs::LogGroup", "/LogGroupName", LogNames::group),
          type("AWS::Logs::ResourcePolicy", "/PolicyName", LogNames::resourcePolicy),
          type("AWS::RDS::DBCluster", "/DBClusterIdentifier", NameLookups::database),
          type("AWS::RDS::DBInstance", "/DBInstanceIdentifier", NameLookups::databaseInstance),
          type("AWS::RDS::DBSubnetGroup", "/DBSubnetGroupName", NameLookups::subnetGroup),
          Map.entry(
              "AWS::Route53::HostedZone",
              new Named(
                  "/Name",
                  RouteNames::zone,
                  "a second zone would have other name servers: give its id in domain.hostedZone")),
          type("AWS::Route53::RecordSet", "/Name", RouteNames::recordSet),
          type("AWS::S3::Bucket", "/BucketName", NameLookups::bucket),
          type("AWS::SNS::Topic", "/TopicName", NameLookups::topic),
          type("AWS::Scheduler::Schedule", "/Name", NameLookups::schedule),
          type("AWS::Scheduler::ScheduleGroup", "/Name", NameLookups::scheduleGroup),
          type("AWS::SecretsManager::Secret", "/Name", NameLookups::secret),
          type("AWS::StepFunctions::StateMachine", "/StateMachineName", NameLookups::stateMachine),
          type("AWS::WAFv2::WebACL", "/Name", NameLookups::webAcl));

  private NameLookups() {}

  /** How names of {@code type} are looked for. */
  static Optional<Named> of(String type) {
    return Optional.ofNullable(TYPES.get(type));
  }

  /** All types whose names are looked for. */
  static Set<String> types() {
    return TYPES.keySet();
  }

  private static Map.Entry<String, Named> type(String type, String pointer, Lookup lookup) {
    return Map.entry(type, new Named(pointer, lookup, ""));
  }

  // A vault that is not there is answered with "access denied", so all are listed.
  private static boolean vault(Asked asked) {
    return asked.aws().backup().listBackupVaultsPaginator().backupVaultList().stream()
        .anyMatch(vault -> vault.backupVaultName().equals(asked.name()));
  }

  private static boolean restoreTest(Asked asked) {
    return asked
        .aws()
        .backup()
        .listRestoreTestingPlansPaginator(r -> {})
        .restoreTestingPlans()
        .stream()
        .anyMatch(plan -> plan.restoreTestingPlanName().equals(asked.name()));
  }

  private static boolean budget(Asked asked) {
    return asked
            .aws()
            .budgets()
            .describeBudget(r -> r.accountId(asked.account()).budgetName(asked.name()))
            .budget()
        != null;
  }

  private static boolean anomalyMonitor(Asked asked) {
    return asked.aws().costExplorer().getAnomalyMonitors(r -> {}).anomalyMonitors().stream()
        .anyMatch(monitor -> monitor.monitorDimension() == MonitorDimension.SERVICE);
  }

  private static boolean trail(Asked asked) {
    return asked
        .aws()
        .cloudTrail()
        .describeTrails(r -> r.trailNameList(asked.name()))
        .trailList()
        .stream()
        .anyMatch(trail -> trail.name().equals(asked.name()));
  }

  private static boolean alarm(Asked asked) {
    var found =
        asked
            .aws()
            .cloudWatch()
            .describeAlarms(
                r ->
                    r.alarmNames(asked.name())
                        .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM));
    return !found.metricAlarms().isEmpty() || !found.compositeAlarms().isEmpty();
  }

  private static boolean dashboard(Asked asked) {
    return asked.aws().cloudWatch().getDashboard(r -> r.dashboardName(asked.name())).dashboardName()
        != null;
  }

  private static boolean buildProject(Asked asked) {
    return !asked
        .aws()
        .codeBuild()
        .batchGetProjects(r -> r.names(asked.name()))
        .projects()
        .isEmpty();
  }

  private static boolean application(Asked asked) {
    return asked
            .aws()
            .codeDeploy()
            .getApplication(r -> r.applicationName(asked.name()))
            .application()
        != null;
  }

  private static boolean pipeline(Asked asked) {
    return asked.aws().codePipeline().getPipeline(r -> r.name(asked.name())).pipeline() != null;
  }

  private static boolean repository(Asked asked) {
    return asked
        .aws()
        .ecr()
        .describeRepositories(r -> r.repositoryNames(asked.name()))
        .hasRepositories();
  }

  private static boolean cluster(Asked asked) {
    return asked.aws().ecs().describeClusters(r -> r.clusters(asked.name())).clusters().stream()
        .map(Cluster::status)
        .anyMatch(status -> !"INACTIVE".equals(status)); // a deleted cluster is shown for a while
  }

  private static boolean loadBalancer(Asked asked) {
    return asked
        .aws()
        .loadBalancing()
        .describeLoadBalancers(r -> r.names(asked.name()))
        .hasLoadBalancers();
  }

  private static boolean targetGroup(Asked asked) {
    return asked
        .aws()
        .loadBalancing()
        .describeTargetGroups(r -> r.names(asked.name()))
        .hasTargetGroups();
  }

  private static boolean rule(Asked asked) {
    return asked.aws().events().describeRule(r -> r.name(asked.name())).name() != null;
  }

  private static boolean role(Asked asked) {
    return asked.aws().iam().getRole(r -> r.roleName(asked.name())).role() != null;
  }

  private static boolean keyAlias(Asked asked) {
    return asked.aws().kms().listAliasesPaginator().aliases().stream()
        .anyMatch(alias -> alias.aliasName().equals(asked.name()));
  }

  private static boolean database(Asked asked) {
    return asked
        .aws()
        .rds()
        .describeDBClusters(r -> r.dbClusterIdentifier(asked.name()))
        .hasDbClusters();
  }

  private static boolean databaseInstance(Asked asked) {
    return asked
        .aws()
        .rds()
        .describeDBInstances(r -> r.dbInstanceIdentifier(asked.name()))
        .hasDbInstances();
  }

  private static boolean subnetGroup(Asked asked) {
    return asked
        .aws()
        .rds()
        .describeDBSubnetGroups(r -> r.dbSubnetGroupName(asked.name()))
        .hasDbSubnetGroups();
  }

  private static boolean bucket(Asked asked) {
    try {
      asked.aws().s3().headBucket(r -> r.bucket(asked.name()));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == 403) {
        return true; // bucket names are the world's: this one is another account's
      }
      throw e;
    }
  }

  private static boolean topic(Asked asked) {
    return asked.aws().sns().listTopicsPaginator().topics().stream()
        .anyMatch(topic -> topic.topicArn().endsWith(":" + asked.name()));
  }

  // In a group of the template's own it is new with its group.
  private static boolean schedule(Asked asked) {
    var group = asked.properties().path("GroupName");
    if (!group.isMissingNode() && !group.isTextual()) {
      return false;
    }
    return asked
            .aws()
            .scheduler()
            .getSchedule(r -> r.name(asked.name()).groupName(group.asText("default")))
            .name()
        != null;
  }

  private static boolean scheduleGroup(Asked asked) {
    return asked.aws().scheduler().getScheduleGroup(r -> r.name(asked.name())).name() != null;
  }

  // One that is deleted keeps its name until its days of grace are over.
  private static boolean secret(Asked asked) {
    return asked.aws().secrets().describeSecret(r -> r.secretId(asked.name())).name() != null;
  }

  private static boolean stateMachine(Asked asked) {
    return asked.aws().stepFunctions().listStateMachinesPaginator(r -> {}).stateMachines().stream()
        .anyMatch(machine -> machine.name().equals(asked.name()));
  }

  private static boolean webAcl(Asked asked) {
    return Pages.any(
        marker ->
            asked
                .aws()
                .firewall()
                .listWebACLs(r -> r.scope(asked.text("Scope")).nextMarker(marker)),
        ListWebAcLsResponse::nextMarker,
        page -> page.webACLs().stream().anyMatch(acl -> acl.name().equals(asked.name())));
  }
}
