package com.shangwellness.region.kms;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.Tag;

class KmsTest {

  private static final SdkBytes PLAIN = SdkBytes.fromUtf8String("a booking");

  private final Stage stage = new Stage();
  private final Kms kms =
      new Kms(stage.place, stage.timeline, stage.store, stage.ids, stage.random);

  private String key() {
    return stage.ask(() -> kms.createKey(r -> r.description("data"))).keyMetadata().keyId();
  }

  private SdkBytes encrypted(String key, Map<String, String> context) {
    return stage
        .ask(() -> kms.encrypt(r -> r.keyId(key).plaintext(PLAIN).encryptionContext(context)))
        .ciphertextBlob();
  }

  @Test
  void what_was_encrypted_is_decrypted_without_naming_the_key() {
    var key = key();
    var blob = encrypted(key, Map.of("b", "2", "a", "1"));

    var opened =
        stage.ask(
            () ->
                kms.decrypt(
                    r -> r.ciphertextBlob(blob).encryptionContext(Map.of("a", "1", "b", "2"))));

    assertThat(opened.plaintext()).isEqualTo(PLAIN);
    assertThat(opened.keyId()).endsWith(key);
    assertThat(new String(blob.asByteArray(), StandardCharsets.ISO_8859_1))
        .doesNotContain("a booking");
  }

  @Test
  void another_context_another_key_or_a_changed_byte_does_not_open_it() {
    var key = key();
    var other = key();
    var blob = encrypted(key, Map.of("tenant", "1"));
    var changed = blob.asByteArray();
    changed[changed.length - 1] ^= 1;

    assertThat(
            stage.refused(
                () ->
                    kms.decrypt(
                        r -> r.ciphertextBlob(blob).encryptionContext(Map.of("tenant", "2")))))
        .startsWith("InvalidCiphertextException");
    assertThat(
            stage.refused(
                () ->
                    kms.decrypt(
                        r ->
                            r.ciphertextBlob(blob)
                                .keyId(other)
                                .encryptionContext(Map.of("tenant", "1")))))
        .startsWith("IncorrectKeyException");
    assertThat(
            stage.refused(
                () ->
                    kms.decrypt(
                        r ->
                            r.ciphertextBlob(SdkBytes.fromByteArray(changed))
                                .encryptionContext(Map.of("tenant", "1")))))
        .startsWith("InvalidCiphertextException");
  }

  @Test
  void a_data_key_comes_plain_and_encrypted() {
    var key = key();
    var made = stage.ask(() -> kms.generateDataKey(r -> r.keyId(key).keySpec(DataKeySpec.AES_256)));

    assertThat(made.plaintext().asByteArray()).hasSize(32);
    assertThat(
            stage.ask(() -> kms.decrypt(r -> r.ciphertextBlob(made.ciphertextBlob()))).plaintext())
        .isEqualTo(made.plaintext());
  }

  @Test
  void a_disabled_key_does_nothing_until_it_is_enabled() {
    var key = key();
    var blob = encrypted(key, Map.of());
    stage.ask(() -> kms.disableKey(r -> r.keyId(key)));

    assertThat(stage.refused(() -> kms.decrypt(r -> r.ciphertextBlob(blob))))
        .isEqualTo(
            "DisabledException: arn:aws:kms:ap-south-1:123456789012:key/" + key + " is disabled.");
    stage.ask(() -> kms.enableKey(r -> r.keyId(key)));
    assertThat(stage.ask(() -> kms.decrypt(r -> r.ciphertextBlob(blob))).plaintext())
        .isEqualTo(PLAIN);
  }

  @Test
  void a_key_is_deleted_when_its_window_is_over_and_not_before() {
    var key = key();
    stage.ask(() -> kms.createAlias(r -> r.aliasName("alias/data").targetKeyId(key)));
    stage.ask(() -> kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(7)));

    stage.passes(Duration.ofDays(6));
    assertThat(stage.ask(() -> kms.describeKey(r -> r.keyId(key))).keyMetadata().keyState())
        .isEqualTo(KeyState.PENDING_DELETION);
    assertThat(stage.refused(() -> kms.encrypt(r -> r.keyId(key).plaintext(PLAIN))))
        .endsWith(" is pending deletion.");
    stage.passes(Duration.ofDays(1));
    assertThat(stage.refused(() -> kms.describeKey(r -> r.keyId(key))))
        .isEqualTo(
            "NotFoundException: Key 'arn:aws:kms:ap-south-1:123456789012:key/"
                + key
                + "' does not exist");
    assertThat(stage.refused(() -> kms.describeKey(r -> r.keyId("alias/data"))))
        .isEqualTo(
            "NotFoundException: Alias arn:aws:kms:ap-south-1:123456789012:alias/data is not"
                + " found.");
  }

  @Test
  void a_deletion_that_is_taken_back_does_not_happen_also_after_a_restart() {
    var key = key();
    stage.ask(() -> kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(7)));
    stage.ask(() -> kms.cancelKeyDeletion(r -> r.keyId(key)));
    stage.passes(Duration.ofDays(8));

    assertThat(stage.ask(() -> kms.describeKey(r -> r.keyId(key))).keyMetadata().keyState())
        .isEqualTo(KeyState.DISABLED);
  }

  @Test
  void rotation_gives_new_material_and_the_old_data_still_opens() {
    var key = key();
    var blob = encrypted(key, Map.of());
    stage.ask(() -> kms.enableKeyRotation(r -> r.keyId(key).rotationPeriodInDays(90)));
    stage.passes(Duration.ofDays(91));

    var younger = encrypted(key, Map.of());

    assertThat(Ciphertext.of(younger).material()).isEqualTo(1);
    assertThat(stage.ask(() -> kms.decrypt(r -> r.ciphertextBlob(blob))).plaintext())
        .isEqualTo(PLAIN);
    assertThat(stage.ask(() -> kms.getKeyRotationStatus(r -> r.keyId(key))).keyRotationEnabled())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alias/aws/secretsmanager", "alias/aws/rds"})
  void keys_of_AWS_are_there_when_they_are_asked_for(String alias) {
    var first = stage.ask(() -> kms.describeKey(r -> r.keyId(alias))).keyMetadata();
    var second = stage.ask(() -> kms.describeKey(r -> r.keyId(alias))).keyMetadata();

    assertThat(first.keyManagerAsString()).isEqualTo("AWS");
    assertThat(second.keyId()).isEqualTo(first.keyId());
    assertThat(stage.refused(() -> kms.disableKey(r -> r.keyId(alias))))
        .startsWith("AccessDeniedException");
  }

  @Test
  void a_policy_that_locks_everybody_out_is_refused() {
    var policy =
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"kms:Decrypt\",\"Resource\":\"*\","
            + "\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"}}}";

    assertThat(stage.refused(() -> kms.createKey(r -> r.policy(policy))))
        .isEqualTo(
            "MalformedPolicyDocumentException: The new key policy will not allow you to update the"
                + " key policy in the future.");
  }

  @Test
  void tags_and_aliases_are_kept() {
    var key = key();
    stage.ask(
        () ->
            kms.tagResource(
                r -> r.keyId(key).tags(Tag.builder().tagKey("env").tagValue("prod").build())));
    stage.ask(() -> kms.createAlias(r -> r.aliasName("alias/data").targetKeyId(key)));

    assertThat(stage.ask(() -> kms.listResourceTags(r -> r.keyId("alias/data"))).tags())
        .containsExactly(Tag.builder().tagKey("env").tagValue("prod").build());
    assertThat(
            stage.refused(() -> kms.createAlias(r -> r.aliasName("alias/data").targetKeyId(key))))
        .isEqualTo(
            "AlreadyExistsException: An alias with the name"
                + " arn:aws:kms:ap-south-1:123456789012:alias/data already exists");
  }
}
