package com.shangwellness.region.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.ec2.Ec2;
import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.kms.Kms;
import com.shangwellness.region.secretsmanager.SecretsManager;
import com.shangwellness.region.ssm.Ssm;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.Sessions;
import com.shangwellness.region.sts.Sts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** What the basic services know, and what they were waiting for, outlives the region's process. */
class RestartTest {

  private static final String TRUST =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
          + "\"Principal\":{\"AWS\":\"123456789012\"}}}";

  /** The basic services on one store. */
  private static final class Life implements AutoCloseable {
    final Stage stage;
    final Ec2 ec2;
    final Iam iam;
    final Sessions sessions;
    final Sts sts;
    final Kms kms;
    final Ssm ssm;
    final SecretsManager secrets;

    Life(Path file, Instant now) {
      stage = new Stage(Store.open(file), now);
      ec2 = new Ec2(stage.place, stage.timeline, stage.store, stage.ids);
      iam = new Iam(stage.place, stage.timeline, stage.store, stage.ids);
      sessions = new Sessions(stage.timeline, stage.store, stage.ids);
      sts = new Sts(stage.place, iam, sessions);
      kms = new Kms(stage.place, stage.timeline, stage.store, stage.ids, stage.random);
      ssm = new Ssm(stage.place, stage.timeline, stage.store, kms);
      secrets =
          new SecretsManager(
              stage.place, stage.timeline, stage.store, stage.ids, kms, stage.random);
    }

    NatGatewayState nat() {
      return stage.ask(() -> ec2.describeNatGateways(r -> {})).natGateways().getFirst().state();
    }

    @Override
    public void close() {
      stage.store.close();
    }
  }

  @TempDir Path folder;

  @Test
  void what_was_under_way_is_carried_on_and_what_was_kept_is_there() {
    var start = Instant.parse("2026-01-01T00:00:00Z");
    var file = folder.resolve("region.mv");
    String session;
    String key;
    try (var first = new Life(file, start)) {
      nat(first);
      key = first.stage.ask(() -> first.kms.createKey(r -> {})).keyMetadata().keyId();
      first.stage.ask(
          () -> first.secrets.createSecret(r -> r.name("db").secretString("one").kmsKeyId(key)));
      first.stage.ask(() -> first.secrets.createSecret(r -> r.name("old").secretString("x")));
      first.stage.ask(
          () -> first.secrets.deleteSecret(r -> r.secretId("old").recoveryWindowInDays(7L)));
      first.stage.ask(
          () ->
              first.ssm.putParameter(
                  r -> r.name("/a").value("b").type(ParameterType.SECURE_STRING)));
      first.stage.ask(
          () -> first.iam.createRole(r -> r.roleName("task").assumeRolePolicyDocument(TRUST)));
      session =
          first
              .stage
              .ask(
                  () ->
                      first.sts.assumeRole(
                          r ->
                              r.roleArn("arn:aws:iam::123456789012:role/task")
                                  .roleSessionName("s-1")))
              .credentials()
              .accessKeyId();
      assertThat(first.nat()).isEqualTo(NatGatewayState.PENDING);
    }

    try (var second = new Life(file, start)) {
      assertThat(second.nat()).isEqualTo(NatGatewayState.PENDING);
      assertThat(second.sessions.principalOf(session)).isPresent();
      assertThat(
              second
                  .stage
                  .ask(() -> second.secrets.getSecretValue(r -> r.secretId("db")))
                  .secretString())
          .isEqualTo("one");
      assertThat(
              second
                  .stage
                  .ask(() -> second.ssm.getParameter(r -> r.name("/a").withDecryption(true)))
                  .parameter()
                  .value())
          .isEqualTo("b");

      second.stage.passes(Duration.ofSeconds(3));
      assertThat(second.nat()).isEqualTo(NatGatewayState.AVAILABLE);
      second.stage.passes(Duration.ofDays(7));
      assertThat(second.sessions.principalOf(session)).isEmpty();
      assertThat(second.stage.refused(() -> second.secrets.describeSecret(r -> r.secretId("old"))))
          .startsWith("ResourceNotFoundException");
    }
  }

  private static void nat(Life life) {
    var ec2 = life.ec2;
    var vpc = life.stage.ask(() -> ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16"))).vpc().vpcId();
    var subnet =
        life.stage
            .ask(() -> ec2.createSubnet(r -> r.vpcId(vpc).cidrBlock("10.0.0.0/24")))
            .subnet()
            .subnetId();
    var gateway =
        life.stage
            .ask(() -> ec2.createInternetGateway(r -> {}))
            .internetGateway()
            .internetGatewayId();
    life.stage.ask(() -> ec2.attachInternetGateway(r -> r.internetGatewayId(gateway).vpcId(vpc)));
    var address = life.stage.ask(() -> ec2.allocateAddress(r -> {})).allocationId();
    life.stage.ask(() -> ec2.createNatGateway(r -> r.subnetId(subnet).allocationId(address)));
  }
}
