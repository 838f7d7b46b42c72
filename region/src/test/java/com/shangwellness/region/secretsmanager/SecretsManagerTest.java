package com.shangwellness.region.secretsmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.kms.Kms;
import com.shangwellness.region.testing.Stage;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

class SecretsManagerTest {

  private final Stage stage = new Stage();
  private final Kms kms =
      new Kms(stage.place, stage.timeline, stage.store, stage.ids, stage.random);
  private final SecretsManager secrets =
      new SecretsManager(stage.place, stage.timeline, stage.store, stage.ids, kms, stage.random);

  private String create(String name, String value) {
    return stage.ask(() -> secrets.createSecret(r -> r.name(name).secretString(value))).arn();
  }

  private GetSecretValueResponse get(String id) {
    return stage.ask(() -> secrets.getSecretValue(r -> r.secretId(id)));
  }

  @Test
  void a_secret_is_found_by_name_by_arn_and_by_arn_without_its_suffix() {
    var arn = create("prod/db", "s3cret");

    assertThat(arn)
        .matches("arn:aws:secretsmanager:ap-south-1:123456789012:secret:prod/db-[a-zA-Z0-9]{6}");
    for (var id : List.of("prod/db", arn, arn.substring(0, arn.length() - 7))) {
      assertThat(get(id).secretString()).isEqualTo("s3cret");
    }
    assertThat(stage.refused(() -> secrets.getSecretValue(r -> r.secretId("prod"))))
        .isEqualTo("ResourceNotFoundException: Secrets Manager can't find the specified secret.");
  }

  @Test
  void a_new_value_is_current_and_the_one_before_is_previous() {
    create("db", "one");
    IntStream.rangeClosed(2, 3)
        .forEach(
            i ->
                stage.ask(
                    () -> secrets.putSecretValue(r -> r.secretId("db").secretString("v" + i))));

    var current = get("db");
    var previous =
        stage.ask(() -> secrets.getSecretValue(r -> r.secretId("db").versionStage("AWSPREVIOUS")));

    assertThat(current.secretString()).isEqualTo("v3");
    assertThat(current.versionStages()).containsExactly("AWSCURRENT");
    assertThat(previous.secretString()).isEqualTo("v2");
    assertThat(stage.ask(() -> secrets.listSecretVersionIds(r -> r.secretId("db"))).versions())
        .hasSize(2);
    assertThat(
            stage.refused(
                () -> secrets.getSecretValue(r -> r.secretId("db").versionStage("AWSPENDING"))))
        .isEqualTo(
            "ResourceNotFoundException: Secrets Manager can't find the specified secret value for"
                + " staging label: AWSPENDING");
  }

  @Test
  void the_same_token_with_the_same_value_is_the_same_version() {
    create("db", "one");
    var token = "a".repeat(32);
    for (int i = 0; i < 2; i++) {
      stage.ask(
          () ->
              secrets.putSecretValue(
                  r -> r.secretId("db").secretString("two").clientRequestToken(token)));
    }

    assertThat(get("db").versionId()).isEqualTo(token);
    assertThat(
            stage.refused(
                () ->
                    secrets.putSecretValue(
                        r -> r.secretId("db").secretString("three").clientRequestToken(token))))
        .startsWith("ResourceExistsException: You can't use ClientRequestToken " + token);
  }

  @Test
  void a_deleted_secret_can_be_restored_until_its_window_is_over() {
    create("db", "one");
    stage.ask(() -> secrets.deleteSecret(r -> r.secretId("db").recoveryWindowInDays(7L)));

    assertThat(stage.refused(() -> secrets.getSecretValue(r -> r.secretId("db"))))
        .isEqualTo(
            "InvalidRequestException: You can't perform this operation on the secret because it was"
                + " marked for deletion.");
    assertThat(stage.refused(() -> secrets.createSecret(r -> r.name("db"))))
        .startsWith("InvalidRequestException: You can't create this secret because");
    stage.passes(Duration.ofDays(6));
    stage.ask(() -> secrets.restoreSecret(r -> r.secretId("db")));
    stage.passes(Duration.ofDays(2));
    assertThat(get("db").secretString()).isEqualTo("one");

    stage.ask(() -> secrets.deleteSecret(r -> r.secretId("db").recoveryWindowInDays(7L)));
    stage.passes(Duration.ofDays(7));
    assertThat(stage.refused(() -> secrets.describeSecret(r -> r.secretId("db"))))
        .startsWith("ResourceNotFoundException");
    create("db", "again");
  }

  @Test
  void a_deletion_without_recovery_is_at_once() {
    create("db", "one");
    stage.ask(() -> secrets.deleteSecret(r -> r.secretId("db").forceDeleteWithoutRecovery(true)));

    create("db", "two");

    assertThat(get("db").secretString()).isEqualTo("two");
  }

  @Test
  void a_secret_cannot_be_read_while_its_key_is_disabled() {
    var key = stage.ask(() -> kms.createKey(r -> {})).keyMetadata().keyId();
    stage.ask(() -> secrets.createSecret(r -> r.name("db").secretString("one").kmsKeyId(key)));
    stage.ask(() -> kms.disableKey(r -> r.keyId(key)));

    assertThat(stage.refused(() -> secrets.getSecretValue(r -> r.secretId("db"))))
        .startsWith("DecryptionFailure: Secrets Manager can't decrypt");
    assertThat(
            stage.refused(() -> secrets.putSecretValue(r -> r.secretId("db").secretString("two"))))
        .startsWith("EncryptionFailure: Secrets Manager can't encrypt");
  }

  @Test
  void a_secret_that_a_service_manages_is_changed_and_rotated_by_that_service_alone() {
    var arn =
        stage
            .askAs(
                "rds.amazonaws.com",
                () -> secrets.createSecret(r -> r.name("rds!cluster-1").secretString("one")))
            .arn();
    secrets.rotateWith(
        "rds",
        (secret, version) ->
            new com.shangwellness.region.caller.Caller(
                    "rds.amazonaws.com", Stage.ACCOUNT, "ap-south-1", "r")
                .run(
                    () ->
                        secrets.putSecretValue(
                            r ->
                                r.secretId(secret)
                                    .secretString("two")
                                    .clientRequestToken(version))));

    assertThat(stage.ask(() -> secrets.describeSecret(r -> r.secretId(arn))).owningService())
        .isEqualTo("rds");
    assertThat(
            stage.refused(() -> secrets.putSecretValue(r -> r.secretId(arn).secretString("mine"))))
        .startsWith(
            "InvalidRequestException: You can't modify or delete this secret because it is"
                + " managed");
    stage.ask(() -> secrets.rotateSecret(r -> r.secretId(arn)));
    assertThat(get(arn).secretString()).isEqualTo("two");
  }

  @Test
  void only_services_may_use_their_own_names_and_only_managed_secrets_rotate() {
    create("db", "one");

    assertThat(stage.refused(() -> secrets.createSecret(r -> r.name("rds!mine"))))
        .startsWith("InvalidParameterException: Invalid name.");
    assertThat(stage.refused(() -> secrets.rotateSecret(r -> r.secretId("db"))))
        .startsWith("InvalidRequestException: No Lambda rotation function ARN is associated");
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 8, 32, 200})
  void a_password_has_each_kind_of_character_and_none_that_is_excluded(long length) {
    for (int i = 0; i < 50; i++) {
      var password =
          stage
              .ask(
                  () ->
                      secrets.getRandomPassword(
                          r -> r.passwordLength(length).excludeCharacters("\"@/\\'")))
              .randomPassword();

      assertThat(password)
          .hasSize((int) length)
          .matches(".*[a-z].*")
          .matches(".*[A-Z].*")
          .matches(".*[0-9].*")
          .matches(".*[^a-zA-Z0-9].*")
          .doesNotContain("\"", "@", "/", "\\", "'");
    }
  }

  @Test
  void a_password_too_short_for_its_kinds_is_refused() {
    assertThat(stage.refused(() -> secrets.getRandomPassword(r -> r.passwordLength(3L))))
        .isEqualTo(
            "InvalidParameterException: Password length 3 is too short based on the required"
                + " types.");
  }

  @Test
  void secrets_are_listed_by_name_without_those_marked_for_deletion() {
    create("prod/db", "1");
    create("prod/api", "1");
    create("dev/db", "1");
    stage.ask(() -> secrets.deleteSecret(r -> r.secretId("prod/api")));

    assertThat(
            stage
                .ask(
                    () ->
                        secrets.listSecrets(
                            r -> r.filters(Filter.builder().key("name").values("prod").build())))
                .secretList())
        .extracting(s -> s.name())
        .containsExactly("prod/db");
  }
}
