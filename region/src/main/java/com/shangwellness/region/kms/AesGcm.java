package com.shangwellness.region.kms;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 in Galois/Counter Mode: a box of 12 bytes nonce, the encrypted bytes, and a tag of 16
 * bytes that also vouches for what was said beside it.
 */
public final class AesGcm {

  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final RandomGenerator random;

  /** Takes nonces from {@code random}. */
  public AesGcm(RandomGenerator random) {
    this.random = random;
  }

  /** A new key of 256 bits. */
  public byte[] newKey() {
    return bytes(32);
  }

  /** {@code count} random bytes. */
  public byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** {@code plain} in a box that opens with the same key and the same {@code beside} only. */
  public byte[] seal(byte[] key, byte[] plain, byte[] beside) {
    var nonce = bytes(NONCE);
    try {
      var sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, beside).doFinal(plain);
      var box = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, box, NONCE, sealed.length);
      return box;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES-GCM", e);
    }
  }

  /** What is in {@code box}; empty when the key, the box or {@code beside} is another one. */
  public Optional<byte[]> open(byte[] key, byte[] box, byte[] beside) {
    if (box.length < NONCE + TAG_BITS / 8) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(box, NONCE), beside)
              .doFinal(box, NONCE, box.length - NONCE));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES-GCM", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] beside)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(beside);
    return cipher;
  }
}
