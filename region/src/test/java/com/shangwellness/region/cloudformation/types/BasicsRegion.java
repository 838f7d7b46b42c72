package com.shangwellness.region.cloudformation.types;

import com.shangwellness.region.cloudformation.CloudFormation;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Surroundings;
import com.shangwellness.region.cloudwatchlogs.CloudWatchLogs;
import com.shangwellness.region.ec2.Ec2;
import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.kms.Kms;
import com.shangwellness.region.secretsmanager.SecretsManager;
import com.shangwellness.region.ssm.Ssm;
import com.shangwellness.region.testing.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.s3.S3Client;

/** CloudFormation with the basic services, on virtual time. */
final class BasicsRegion {

  final Stage stage = new Stage();
  final Ec2 ec2 = new Ec2(stage.place, stage.timeline, stage.store, stage.ids);
  final Iam iam = new Iam(stage.place, stage.timeline, stage.store, stage.ids);
  final Kms kms = new Kms(stage.place, stage.timeline, stage.store, stage.ids, stage.random);
  final Ssm ssm = new Ssm(stage.place, stage.timeline, stage.store, kms);
  final SecretsManager secrets =
      new SecretsManager(stage.place, stage.timeline, stage.store, stage.ids, kms, stage.random);
  final CloudWatchLogs logs;
  private final CloudFormation cloudFormation;

  BasicsRegion(Path folder) {
    this.logs = new CloudWatchLogs(stage.place, stage.timeline, stage.store, folder);
    this.cloudFormation =
        new CloudFormation(
            new Surroundings(
                stage.place, ssm, secrets, new NoS3(), ec2, region -> cloudFormation()),
            stage.timeline,
            stage.store,
            stage.ids,
            ResourceTypes.all(
                Ec2Types.types(ec2),
                IamTypes.types(iam),
                KmsTypes.types(kms),
                SsmTypes.types(ssm),
                SecretsManagerTypes.types(secrets),
                LogsTypes.types(logs)));
  }

  private CloudFormation cloudFormation() {
    return cloudFormation;
  }

  Stack creates(String name, String template) {
    stage.ask(
        () ->
            cloudFormation.createStack(
                r ->
                    r.stackName(name)
                        .templateBody(template)
                        .capabilities(Capability.CAPABILITY_NAMED_IAM)));
    return rested(name);
  }

  Stack updates(String name, String template) {
    stage.ask(
        () ->
            cloudFormation.updateStack(
                r ->
                    r.stackName(name)
                        .templateBody(template)
                        .capabilities(Capability.CAPABILITY_NAMED_IAM)));
    return rested(name);
  }

  void deletes(String name) {
    stage.ask(() -> cloudFormation.deleteStack(r -> r.stackName(name)));
    stage.passes(Duration.ofMinutes(5));
  }

  private Stack rested(String name) {
    stage.passes(Duration.ofMinutes(5));
    return stage
        .ask(() -> cloudFormation.describeStacks(r -> r.stackName(name)))
        .stacks()
        .getFirst();
  }

  /** The stack's outputs by their names. */
  static Map<String, String> outputs(Stack stack) {
    return stack.outputs().stream()
        .collect(java.util.stream.Collectors.toMap(Output::outputKey, Output::outputValue));
  }

  /** What failed, one line each. */
  List<String> failures(String stack) {
    return stage
        .ask(() -> cloudFormation.describeStackEvents(r -> r.stackName(stack)))
        .stackEvents()
        .stream()
        .filter(e -> e.resourceStatusAsString().endsWith("FAILED"))
        .map(e -> e.logicalResourceId() + ": " + e.resourceStatusReason())
        .toList();
  }

  private static final class NoS3 implements S3Client {
    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
