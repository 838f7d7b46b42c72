package com.shangwellness.region.ssm;

import com.shangwellness.region.codec.AwsErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.ssm.model.InvalidKeyIdException;

/** What secure strings are kept as: encrypted by KMS for the parameter that they belong to. */
final class SecureStrings {

  private final KmsClient kms;

  SecureStrings(KmsClient kms) {
    this.kms = kms;
  }

  /** {@code value} of the parameter {@code arn}, encrypted with {@code key}. */
  String encrypted(String arn, String value, String key) {
    try {
      var plain = SdkBytes.fromUtf8String(value);
      var blob =
          kms.encrypt(r -> r.keyId(key).plaintext(plain).encryptionContext(context(arn)))
              .ciphertextBlob();
      return Base64.getEncoder().encodeToString(blob.asByteArray());
    } catch (KmsException e) {
      throw badKey(e);
    }
  }

  /** The value of the parameter {@code arn} that {@link #encrypted} gave {@code text} for. */
  String decrypted(String arn, String text) {
    var blob = SdkBytes.fromByteArray(Base64.getDecoder().decode(text));
    try {
      return kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(context(arn)))
          .plaintext()
          .asString(StandardCharsets.UTF_8);
    } catch (KmsException e) {
      throw badKey(e);
    }
  }

  private static Map<String, String> context(String arn) {
    return Map.of("PARAMETER_ARN", arn);
  }

  private static RuntimeException badKey(KmsException e) {
    return AwsErrors.of(
        InvalidKeyIdException.builder(),
        AwsErrors.message(e) + " (Service: AWSKMS; Status Code: 400)");
  }
}
