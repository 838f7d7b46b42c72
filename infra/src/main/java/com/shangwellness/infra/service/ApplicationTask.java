package com.shangwellness.infra.service;

import static com.shangwellness.infra.Reasons.because;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.data.DataOutputs;
import com.shangwellness.infra.settings.Settings;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnDeletionPolicy;
import software.amazon.awscdk.services.ecs.CfnTaskDefinition;
import software.amazon.awscdk.services.ecs.CfnTaskDefinition.ContainerDefinitionProperty;
import software.amazon.awscdk.services.ecs.CfnTaskDefinition.KeyValuePairProperty;
import software.amazon.awscdk.services.ecs.CfnTaskDefinition.LinuxParametersProperty;
import software.amazon.awscdk.services.ecs.CfnTaskDefinition.LogConfigurationProperty;
import software.amazon.awscdk.services.ecs.CfnTaskDefinition.PortMappingProperty;
import software.amazon.awscdk.services.ecs.CfnTaskDefinition.RuntimePlatformProperty;
import software.amazon.awscdk.services.ecs.CfnTaskDefinition.SecretProperty;
import software.amazon.awscdk.services.ecs.CfnTaskDefinition.SystemControlProperty;
import software.amazon.awscdk.services.ecs.CfnTaskDefinition.TmpfsProperty;
import software.constructs.Construct;

/**
 * The application's task definition.
 *
 * <p>It is the first one only: each release registers the next from {@code
 * taskdef_shangwellness.json}, which {@link TaskDefinitionFile} writes from this same construct.
 */
final class ApplicationTask extends Construct {
  private static final int TEMPORARY_MIB = 64;

  /** The image's own ordinary user, said here too so that no image can run as root. */
  private static final String ORDINARY_USER = "10001";

  private final CfnTaskDefinition definition;

  ApplicationTask(
      Construct scope,
      Names names,
      Settings settings,
      DataOutputs data,
      TaskRoles roles,
      String logGroup) {
    super(scope, "Task");
    var service = settings.service();
    this.definition =
        CfnTaskDefinition.Builder.create(this, "Definition")
            .family(names.taskFamily())
            .requiresCompatibilities(List.of("FARGATE"))
            .networkMode("awsvpc")
            .cpu(String.valueOf(service.cpu()))
            .memory(String.valueOf(service.memory()))
            .runtimePlatform(
                RuntimePlatformProperty.builder()
                    .operatingSystemFamily("LINUX")
                    .cpuArchitecture("X86_64")
                    .build())
            .executionRoleArn(roles.execution().getRoleArn())
            .taskRoleArn(roles.task().getRoleArn())
            .containerDefinitions(List.of(container(names, settings, data, logGroup)))
            .build();
    // A revision that a task set may still run stays active when the template names the next.
    definition.getCfnOptions().setUpdateReplacePolicy(CfnDeletionPolicy.RETAIN);
    definition.getCfnOptions().setDeletionPolicy(CfnDeletionPolicy.DELETE);
    NagSuppressions.addResourceSuppressions(
        definition,
        List.of(
            because(
                "AwsSolutions-ECS2",
                "The variables are names, a host, a port and a path, none of them secret; the"
                    + " password alone is, and it comes from Secrets Manager")));
  }

  CfnTaskDefinition definition() {
    return definition;
  }

  private static ContainerDefinitionProperty container(
      Names names, Settings settings, DataOutputs data, String logGroup) {
    var service = settings.service();
    return ContainerDefinitionProperty.builder()
        .name(names.container())
        .image(names.bootstrapImage())
        .essential(true)
        .cpu(service.cpu())
        .memory(service.memory())
        .portMappings(
            List.of(
                PortMappingProperty.builder()
                    .containerPort(service.containerPort())
                    .protocol("tcp")
                    .build()))
        .environment(environment(settings, data))
        .secrets(
            List.of(
                SecretProperty.builder()
                    .name("DB_PASSWORD")
                    .valueFrom(data.databaseSecretArn() + ":password::")
                    .build()))
        .user(ORDINARY_USER)
        .systemControls(List.of(lowPorts()))
        .readonlyRootFilesystem(true)
        .linuxParameters(temporaryFiles())
        .stopTimeout(service.stopTimeoutSeconds())
        .logConfiguration(log(names, logGroup))
        .build();
  }

  private static List<KeyValuePairProperty> environment(Settings settings, DataOutputs data) {
    var database = settings.database();
    var variables = new TreeMap<String, String>();
    variables.put("APP_ENV", settings.service().applicationEnvironment());
    variables.put("AWS_CA_BUNDLE", database.certificateBundle());
    variables.put("DB_HOST", data.databaseEndpoint());
    variables.put("DB_NAME", database.name());
    // With it the application reads the password again when it was rotated; DB_PASSWORD is the
    // first.
    variables.put("DB_SECRET_ARN", data.databaseSecretArn());
    variables.put("DB_USERNAME", database.user());
    variables.put("DB_POOL_MINIMUM_IDLE", String.valueOf(database.idleConnections()));
    variables.put("PORT", String.valueOf(settings.service().containerPort()));
    variables.put("STOP_TIMEOUT_SECONDS", String.valueOf(settings.service().stopTimeoutSeconds()));
    return variables.entrySet().stream()
        .map(v -> KeyValuePairProperty.builder().name(v.getKey()).value(v.getValue()).build())
        .toList();
  }

  /** An ordinary user may not bind a port below 1024 unless this says so (platform 1.4.0). */
  private static SystemControlProperty lowPorts() {
    return SystemControlProperty.builder()
        .namespace("net.ipv4.ip_unprivileged_port_start")
        .value("0")
        .build();
  }

  /** The root file system is read-only, so temporary files are in memory. */
  private static LinuxParametersProperty temporaryFiles() {
    return LinuxParametersProperty.builder()
        .initProcessEnabled(true)
        .tmpfs(List.of(TmpfsProperty.builder().containerPath("/tmp").size(TEMPORARY_MIB).build()))
        .build();
  }

  private static LogConfigurationProperty log(Names names, String logGroup) {
    return LogConfigurationProperty.builder()
        .logDriver("awslogs")
        .options(
            new TreeMap<>(
                Map.of(
                    "awslogs-group", logGroup,
                    "awslogs-region", names.region(),
                    "awslogs-stream-prefix", "web",
                    // Rather lose lines than requests when CloudWatch Logs does not answer.
                    "mode", "non-blocking",
                    "max-buffer-size", "8m")))
        .build();
  }
}
