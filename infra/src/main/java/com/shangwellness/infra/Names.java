package com.shangwellness.infra;

import com.shangwellness.infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/** Every name that people and other systems know production by. Nothing else makes up a name. */
public record Names(String project, String environment, String account, String region) {

  /** The names of the environment that {@code settings} describe. */
  public static Names of(Settings settings) {
    return new Names(
        settings.project(), settings.environment(), settings.account(), settings.region());
  }

  /** {@code shangwellness-prod}: the image repository, and the beginning of most other names. */
  public String base() {
    return project + "-" + environment;
  }

  /** The CloudFormation stack for one life cycle, such as {@code network}. */
  public String stack(String part) {
    return base() + "-" + part;
  }

  /** The VPC. */
  public String vpc() {
    return base() + "-vpc";
  }

  /** The subnet of one kind ({@code public}, {@code private}, {@code database}) in one zone. */
  public String subnet(String kind, String zone) {
    return base() + "-" + kind + "-" + zone;
  }

  /** A security group: {@code alb}, {@code ecs}, {@code rds} or {@code endpoints}. */
  public String securityGroup(String part) {
    return base() + "-" + part + "-sg";
  }

  /** The VPC endpoint of an AWS service. */
  public String endpoint(String service) {
    return base() + "-" + service;
  }

  /** The bucket of AWS's in which ECR keeps image layers in this region. */
  public String imageLayerBucket() {
    return "prod-" + region + "-starport-layer-bucket";
  }

  /** The bucket of AWS's from which Amazon Linux 2023 installs packages in this region. */
  public String packageBucket() {
    return "al2023-repos-" + region + "-de612dc2";
  }

  /** The VPC's flow log. */
  public String flowLog() {
    return vpc() + "-flow-logs";
  }

  /** Where the flow log is written. */
  public String flowLogGroup() {
    return "/vpc/" + environment + "/flow-logs";
  }

  /** The Aurora cluster; its subnet group has the same name. */
  public String databaseCluster() {
    return base() + "-aurora";
  }

  /**
   * The n-th instance of the database, from 1. Writer and reader change places, so neither is
   * named.
   */
  public String databaseInstance(int n) {
    return databaseCluster() + "-" + n;
  }

  /** Where RDS writes one of the cluster's logs, such as {@code error}. */
  public String databaseLogGroup(String log) {
    return "/aws/rds/cluster/" + databaseCluster() + "/" + log;
  }

  /** The alias of the key that encrypts the database, its password and the images. */
  public String dataKeyAlias() {
    return "alias/" + base() + "-data";
  }

  /** The image repository. */
  public String repository() {
    return base();
  }

  /** The image that the first task definition names; releases name immutable tags or digests. */
  public String bootstrapImage() {
    return account + ".dkr.ecr." + region + ".amazonaws.com/" + repository() + ":latest";
  }

  /** The load balancer. */
  public String loadBalancer() {
    return base() + "-alb";
  }

  /** The target group of {@code blue} or {@code green}. */
  public String targetGroup(String colour) {
    return base() + "-" + colour;
  }

  /** The ECS cluster. */
  public String cluster() {
    return base() + "-cluster";
  }

  /** The ECS service. */
  public String service() {
    return base() + "-service";
  }

  /** The task definition's family. */
  public String taskFamily() {
    return base() + "-task";
  }

  /** The container in the task. */
  public String container() {
    return project + "-app";
  }

  /** Where the application writes its log. */
  public String applicationLogGroup() {
    return "/ecs/" + environment + "/web-app";
  }

  /** The file that each release registers its task definition from. */
  public String taskDefinitionFile() {
    return "taskdef_" + project + ".json";
  }

  /** The file that tells CodeDeploy what to release. */
  public String appSpecFile() {
    return project + "_appspec.yml";
  }

  /** What the application itself may do. */
  public String taskRole() {
    return base() + "-ecs-task-role";
  }

  /** What ECS needs to start the application's tasks. */
  public String executionRole() {
    return base() + "-ecs-execution-role";
  }

  /** An alarm that a release is judged by. */
  public String releaseAlarm(String what) {
    return base() + "-release-" + what;
  }

  /** All alarms that a release is judged by. */
  public List<String> releaseAlarms() {
    var alarms = new ArrayList<String>();
    alarms.add(releaseAlarm("elb-5xx"));
    for (var colour : List.of("blue", "green")) {
      for (var what : List.of("5xx", "unhealthy", "latency")) {
        alarms.add(releaseAlarm(colour + "-" + what));
      }
    }
    return alarms;
  }

  /** The scaling policy for one metric. */
  public String scalingPolicy(String metric) {
    return base() + "-" + metric;
  }

  /** The name under which the load balancer is reached by CloudFront, and by nobody else. */
  public String originHost(String domain) {
    return "origin." + domain;
  }

  /** The secret that CloudFront shows the load balancer, by its generation. */
  public String originKey(int generation) {
    return base() + "-origin-key-" + generation;
  }

  /** A web ACL: {@code site} at the edge, {@code origin} at the load balancer. */
  public String webAcl(String where) {
    return base() + "-" + where;
  }

  /** Where a web ACL logs what it refuses; WAF asks for this beginning. */
  public String webAclLogGroup(String where) {
    return "aws-waf-logs-" + webAcl(where);
  }

  /** Where Route 53 logs the questions it is asked about a domain. */
  public String queryLogGroup(String domain) {
    return "/aws/route53/" + domain;
  }

  /** A CloudFront policy, or what else at the edge needs a name. */
  public String edge(String what) {
    return base() + "-" + what;
  }

  /** An alarm that exists at the edge only. */
  public String edgeAlarm(String what) {
    return base() + "-edge-" + what;
  }

  /** The object in the source bucket that a release is built from. */
  public String sourceObject() {
    return "source.zip";
  }

  /** The connection to the Git repository. */
  public String gitConnection() {
    return base();
  }

  /** The alias of the key that encrypts sources and builds. */
  public String deliveryKeyAlias() {
    return "alias/" + base() + "-delivery";
  }

  /** The pipeline. */
  public String pipeline() {
    return base() + "-pipeline";
  }

  /** The build project. */
  public String buildProject() {
    return base();
  }

  /** Where builds write their log. */
  public String buildLogGroup() {
    return "/aws/codebuild/" + buildProject();
  }

  /** CodeDeploy's application. */
  public String deployApplication() {
    return base() + "-codedeploy";
  }

  /** CodeDeploy's deployment group. */
  public String deploymentGroup() {
    return base() + "-deployment-group";
  }

  /** The role of a service that takes part in a release, such as {@code codebuild}. */
  public String deliveryRole(String service) {
    return base() + "-" + service + "-role";
  }

  /** The schedule of the monthly rebuild; its group has the environment's name. */
  public String rebuildSchedule() {
    return base() + "-rebuild";
  }

  /** The state machine that suspends scaling while a release runs. */
  public String quietRelease() {
    return base() + "-quiet-release";
  }

  /** The rule that notices something, such as {@code release-failed}. */
  public String eventRule(String what) {
    return base() + "-" + what;
  }

  /** The alias of the key that encrypts alerts and the audit trail. */
  public String monitoringKeyAlias() {
    return "alias/" + base() + "-monitoring";
  }

  /** A topic that people subscribe to: {@code alerts} or {@code emergency}. */
  public String topic(String what) {
    return base() + "-" + what;
  }

  /** The vault that backups are locked in; it has the same name in the second region. */
  public String backupVault() {
    return base() + "-vault";
  }

  /** What is backed up when, and how long it is kept. */
  public String backupPlan() {
    return base() + "-backup";
  }

  /** The weekly restore test; AWS Backup takes letters, digits and _ only. */
  public String restoreTest() {
    return project + "_" + environment + "_weekly";
  }

  /** What AWS Backup needs to take a backup. */
  public String backupRole() {
    return base() + "-backup-role";
  }

  /** What AWS Backup needs to restore one into a test. */
  public String restoreRole() {
    return base() + "-restore-test-role";
  }

  /** What reminds people of a review. */
  public String review(String what) {
    return base() + "-" + what + "-review";
  }

  /** An alarm that people are told of. */
  public String alarm(String what) {
    return base() + "-" + what;
  }

  /** The dashboard. */
  public String dashboard() {
    return base();
  }

  /** The monthly budget. */
  public String budget() {
    return base() + "-monthly";
  }

  /** What looks for unusual costs. */
  public String costAnomalies() {
    return base() + "-cost-anomalies";
  }

  /** The audit trail. */
  public String trail() {
    return base() + "-trail";
  }

  /** Where the audit trail is written to, beside its bucket. */
  public String trailLogGroup() {
    return "/aws/cloudtrail/" + trail();
  }

  /** The namespace of metrics that are counted in logs. */
  public String metricNamespace() {
    return base();
  }

  /** The ARN of a resource of this account and region. */
  public String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
  }

  /** The ARN of a role of this account. */
  public String roleArn(String role) {
    return "arn:aws:iam::" + account + ":role/" + role;
  }
}
