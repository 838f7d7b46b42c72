package com.shangwellness.ops.targets;

import java.net.URI;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes one call with each client; a program of its own, so that it can have an environment. */
final class LocalTargetProbe {
  private LocalTargetProbe() {}

  public static void main(String[] arguments) {
    var endpoint = URI.create(arguments[0]);
    var aws = new LocalTarget(endpoint, endpoint, endpoint).clients("ap-south-1");
    List<Runnable> calls =
        List.of(
            () -> aws.cloudFormation().listStacks(),
            () -> aws.codeDeploy().listApplications(),
            () -> aws.ec2().describeVpcs(),
            () -> aws.ecr().describeRepositories(),
            () -> aws.ecs().listClusters(),
            () -> aws.iam().listRoles(),
            () -> aws.kms().listKeys(),
            () -> aws.loadBalancing().describeLoadBalancers(),
            () -> aws.logs().describeLogGroups(),
            () -> aws.rds().describeDBClusters(),
            () -> aws.s3().listObjectsV2(r -> r.bucket("some-bucket")),
            () -> aws.sts().getCallerIdentity(),
            () -> aws.cloudWatch().listMetrics(),
            () -> aws.backup().listBackupVaults(),
            () -> aws.budgets().describeBudgets(r -> r.accountId("669097061043")),
            () -> aws.cloudFront().listDistributions(),
            () -> aws.cloudTrail().describeTrails(),
            () -> aws.codeBuild().listProjects(),
            () -> aws.codePipeline().listPipelines(),
            () -> aws.costExplorer().getAnomalyMonitors(r -> {}),
            () -> aws.events().listRules(r -> {}),
            () -> aws.firewall().listWebACLs(r -> r.scope("REGIONAL")),
            () -> aws.route53().listHostedZones(),
            () -> aws.scheduler().listSchedules(r -> {}),
            () -> aws.secrets().listSecrets(),
            () -> aws.sns().listTopics(),
            () -> aws.stepFunctions().listStateMachines(r -> {}));
    for (var call : calls) {
      try {
        call.run();
        System.out.println("answered");
      } catch (SdkException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
