package com.shangwellness.infra.data;

import static com.shangwellness.infra.Reasons.acknowledge;
import static com.shangwellness.infra.Reasons.because;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.network.NetworkOutputs;
import com.shangwellness.infra.settings.Settings;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.rds.AuroraMysqlClusterEngineProps;
import software.amazon.awscdk.services.rds.AuroraMysqlEngineVersion;
import software.amazon.awscdk.services.rds.BackupProps;
import software.amazon.awscdk.services.rds.CfnDBCluster;
import software.amazon.awscdk.services.rds.ClusterInstance;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.CredentialsFromUsernameOptions;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.rds.DatabaseClusterEngine;
import software.amazon.awscdk.services.rds.IClusterInstance;
import software.amazon.awscdk.services.rds.ServerlessV2ClusterInstanceProps;
import software.amazon.awscdk.services.rds.SubnetGroup;
import software.constructs.Construct;

/** The Aurora MySQL cluster: serverless instances in different zones over one encrypted volume. */
final class Database extends Construct {
  private final DatabaseCluster cluster;

  Database(Construct scope, Names names, Settings settings, NetworkOutputs network, IKey key) {
    super(scope, "Database");
    var database = settings.database();
    var vpc = network.vpc(this);
    var isolated = SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build();
    var engine =
        DatabaseClusterEngine.auroraMysql(
            AuroraMysqlClusterEngineProps.builder()
                .version(AuroraMysqlEngineVersion.of(database.engineVersion(), "8.0"))
                .build());
    var logs = new DatabaseLogs(this, names, settings.logRetentionDays());
    this.cluster =
        DatabaseCluster.Builder.create(this, "Cluster")
            .clusterIdentifier(names.databaseCluster())
            .engine(engine)
            .parameterGroup(new DatabaseParameters(this, engine).group())
            .defaultDatabaseName(database.name())
            // RDS makes, keeps and rotates the password in Secrets Manager; no template ever holds
            // it.
            .manageMasterUserPassword(true)
            .credentials(
                Credentials.fromUsername(
                    database.user(),
                    CredentialsFromUsernameOptions.builder().encryptionKey(key).build()))
            .writer(instance(1, names, settings, key))
            .readers(
                IntStream.rangeClosed(1, database.readers())
                    .mapToObj(i -> instance(i + 1, names, settings, key))
                    .toList())
            .serverlessV2MinCapacity(database.minimumCapacity())
            .serverlessV2MaxCapacity(database.maximumCapacity())
            .vpc(vpc)
            .subnetGroup(
                SubnetGroup.Builder.create(this, "Subnets")
                    .subnetGroupName(names.databaseCluster())
                    .description("The database subnets, without a way to the internet")
                    .vpc(vpc)
                    .vpcSubnets(isolated)
                    .build())
            .securityGroups(List.of(network.databaseGroup(this)))
            .storageEncrypted(true)
            .storageEncryptionKey(key)
            .backup(
                BackupProps.builder()
                    .retention(Duration.days(database.backupDays()))
                    .preferredWindow(database.backupWindow())
                    .build())
            .preferredMaintenanceWindow(database.maintenanceWindow())
            .copyTagsToSnapshot(true)
            .cloudwatchLogsExports(DatabaseLogs.EXPORTED)
            .deletionProtection(settings.deletionProtection())
            .removalPolicy(RemovalPolicy.SNAPSHOT)
            .build();
    cluster.getNode().addDependency(logs);
    acknowledge(
        cluster, "W3010", "One instance a zone: left to itself, RDS might put both into the same");
    NetworkOutputs.acknowledgeSubnets(this);
    explain(cluster);
    if (!settings.deletionProtection()) {
      NagSuppressions.addResourceSuppressions(
          cluster,
          List.of(
              because(
                  "AwsSolutions-RDS10",
                  "The settings of this environment say that it may be deleted; its last snapshot"
                      + " stays even then")));
    }
  }

  String endpoint() {
    return cluster.getClusterEndpoint().getHostname();
  }

  String readerEndpoint() {
    return cluster.getClusterReadEndpoint().getHostname();
  }

  /** The full ARN of the secret that RDS made, the one that a task definition needs. */
  String secretArn() {
    return ((CfnDBCluster) cluster.getNode().getDefaultChild()).getAttrMasterUserSecretSecretArn();
  }

  private static IClusterInstance instance(int n, Names names, Settings settings, IKey key) {
    var zones = settings.zones();
    return ClusterInstance.serverlessV2(
        "Instance" + n,
        ServerlessV2ClusterInstanceProps.builder()
            .instanceIdentifier(names.databaseInstance(n))
            .availabilityZone(zones.get((n - 1) % zones.size()))
            // Any instance may be promoted, so each is as large as the writer.
            .scaleWithWriter(true)
            .autoMinorVersionUpgrade(true)
            .publiclyAccessible(false)
            .enablePerformanceInsights(true)
            .performanceInsightEncryptionKey(key)
            .build());
  }

  private static void explain(DatabaseCluster cluster) {
    NagSuppressions.addResourceSuppressions(
        cluster,
        List.of(
            because(
                "AwsSolutions-RDS6",
                "The application signs in with the password that RDS keeps and rotates in Secrets"
                    + " Manager; a second way in would widen the attack surface"),
            because(
                "AwsSolutions-RDS11",
                "Subnets without a route to the internet and a security group that admits the tasks"
                    + " only protect the port; another number would add nothing"),
            because(
                "AwsSolutions-RDS14",
                "Backtrack rewinds the whole cluster in place and is meant for development;"
                    + " continuous backups restore any second of the retention beside the cluster"),
            because(
                "AwsSolutions-RDS16",
                "The general log writes every statement with its values, customers' names and"
                    + " addresses included; audit, error and slow query logs are exported")));
  }
}
