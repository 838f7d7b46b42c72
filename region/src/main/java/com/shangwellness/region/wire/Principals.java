package com.shangwellness.region.wire;

import java.util.Optional;

/**
 * Who stands behind an access key. Signatures are not checked: the API is reached from this machine
 * only.
 */
@FunctionalInterface
public interface Principals {

  /**
   * The ARN of the principal that {@code accessKeyId} belongs to, for example {@code
   * arn:aws:sts::123456789012:assumed-role/deployer/session}; empty for a key that does not exist,
   * which is answered as AWS answers it.
   */
  Optional<String> principalOf(String accessKeyId);

  /**
   * Takes the keys that {@code issued} does not know for those of one user, {@code
   * arn:aws:iam::ACCOUNT:user/local}: whoever reaches a region on their own machine may use it with
   * any key, as they would with other emulators.
   */
  static Principals orLocalUser(Principals issued, String account) {
    return key ->
        issued.principalOf(key).or(() -> Optional.of("arn:aws:iam::" + account + ":user/local"));
  }

  /** The local user of {@code account}, whatever the key. */
  static Principals localUser(String account) {
    return orLocalUser(key -> Optional.empty(), account);
  }
}
