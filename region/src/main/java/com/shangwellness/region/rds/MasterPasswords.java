package com.shangwellness.region.rds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

/**
 * The master users' passwords, which RDS keeps in Secrets Manager (RDS guide, "Password management
 * with Amazon RDS and AWS Secrets Manager"). The secret is where the password is; the cluster only
 * names it.
 */
final class MasterPasswords {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String CURRENT = "AWSCURRENT";
  private static final String PENDING = "AWSPENDING";

  private final Place place;
  private final SecretsManagerClient secrets;
  private final Ids ids;

  MasterPasswords(Place place, SecretsManagerClient secrets, Ids ids) {
    this.place = place;
    this.secrets = secrets;
    this.ids = ids;
  }

  /** Makes a password for {@code user} of the cluster and the secret that holds it. */
  MasterUserSecret create(String clusterArn, String user, String kmsKeyId) {
    var secret =
        asRds(
            () ->
                secrets.createSecret(
                    r ->
                        r.name("rds!cluster-" + ids.uuid())
                            .description(
                                "Secret associated with primary RDS DB cluster: " + clusterArn)
                            .kmsKeyId(kmsKeyId)
                            .secretString(text(user, newPassword()))
                            .tags(
                                Tag.builder()
                                    .key("aws:rds:primaryDBClusterArn")
                                    .value(clusterArn)
                                    .build())));
    return MasterUserSecret.builder()
        .secretArn(secret.arn())
        .secretStatus("active")
        .kmsKeyId(kmsKeyId)
        .build();
  }

  private String newPassword() {
    return secrets
        .getRandomPassword(r -> r.passwordLength(28L).excludePunctuation(true))
        .randomPassword();
  }

  /** The password that the cluster's secret holds now. */
  String current(DBCluster cluster) {
    return password(cluster, CURRENT);
  }

  /** The password that the cluster's secret will hold once the server has it. */
  String next(DBCluster cluster) {
    return password(cluster, PENDING);
  }

  private String password(DBCluster cluster, String stage) {
    var value =
        secrets
            .getSecretValue(
                r -> r.secretId(cluster.masterUserSecret().secretArn()).versionStage(stage))
            .secretString();
    try {
      return JSON.readTree(value).path("password").asText();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "the secret of cluster " + cluster.dbClusterIdentifier() + " is no JSON", e);
    }
  }

  /** Makes another password, which the secret holds beside the current one. */
  void prepareNext(DBCluster cluster) {
    asRds(
        () ->
            secrets.putSecretValue(
                r ->
                    r.secretId(cluster.masterUserSecret().secretArn())
                        .versionStages(PENDING)
                        .secretString(text(cluster.masterUsername(), newPassword()))));
  }

  /** Lets the next password be the current one. */
  void promoteNext(DBCluster cluster) {
    var arn = cluster.masterUserSecret().secretArn();
    var current = version(arn, CURRENT);
    var next = version(arn, PENDING);
    asRds(
        () ->
            secrets.updateSecretVersionStage(
                r ->
                    r.secretId(arn)
                        .versionStage(CURRENT)
                        .removeFromVersionId(current)
                        .moveToVersionId(next)));
    asRds(
        () ->
            secrets.updateSecretVersionStage(
                r -> r.secretId(arn).versionStage(PENDING).removeFromVersionId(next)));
  }

  private String version(String arn, String stage) {
    return secrets.describeSecret(r -> r.secretId(arn)).versionIdsToStages().entrySet().stream()
        .filter(version -> version.getValue().contains(stage))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(arn + " has no version " + stage));
  }

  void delete(DBCluster cluster) {
    asRds(
        () ->
            secrets.deleteSecret(
                r ->
                    r.secretId(cluster.masterUserSecret().secretArn())
                        .forceDeleteWithoutRecovery(true)));
  }

  // RDS owns these secrets: nobody else may name, change or delete them.
  private <T> T asRds(Supplier<T> action) {
    return Caller.ofService("rds", place.account(), place.region()).call(action);
  }

  private static String text(String user, String password) {
    return JSON.valueToTree(Map.of("username", user, "password", password)).toString();
  }
}
