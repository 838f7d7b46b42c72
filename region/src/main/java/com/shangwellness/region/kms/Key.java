package com.shangwellness.region.kms;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;

/**
 * A key with its material.
 *
 * @param materials its key material in base 64, the oldest first; new data is encrypted with the
 *     last, older data is decrypted with the one it was encrypted with
 */
record Key(KeyMetadata metadata, String policy, List<String> materials, Map<String, String> tags) {

  String id() {
    return metadata.keyId();
  }

  String arn() {
    return metadata.arn();
  }

  boolean isPendingDeletion() {
    return metadata.keyState() == KeyState.PENDING_DELETION;
  }

  boolean isManagedByAws() {
    return metadata.keyManager() == KeyManagerType.AWS;
  }

  int newest() {
    return materials.size() - 1;
  }

  byte[] material(int index) {
    return Base64.getDecoder().decode(materials.get(index));
  }

  Key with(UnaryOperator<KeyMetadata.Builder> change) {
    return new Key(change.apply(metadata.toBuilder()).build(), policy, materials, tags);
  }

  Key withPolicy(String newPolicy) {
    return new Key(metadata, newPolicy, materials, tags);
  }

  Key withTags(Map<String, String> newTags) {
    return new Key(metadata, policy, materials, newTags);
  }

  Key withMaterial(byte[] material) {
    var all = new ArrayList<>(materials);
    all.add(Base64.getEncoder().encodeToString(material));
    return new Key(metadata, policy, List.copyOf(all), tags);
  }
}
