package com.shangwellness.region.kms;

import com.shangwellness.region.codec.AwsErrors;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

/**
 * What Encrypt gives and Decrypt takes: it names its key, so that Decrypt need not be told.
 *
 * @param keyId the key's id, a UUID
 * @param material which of the key's materials it was encrypted with
 * @param box what {@link AesGcm} sealed
 */
record Ciphertext(String keyId, int material, SdkBytes box) {

  private static final byte FORM = 1;
  private static final int ID = 36;
  private static final int HEAD = 1 + ID + Integer.BYTES;

  SdkBytes toBlob() {
    var bytes = box.asByteArrayUnsafe();
    var blob = ByteBuffer.allocate(HEAD + bytes.length);
    blob.put(FORM).put(keyId.getBytes(StandardCharsets.US_ASCII)).putInt(material).put(bytes);
    return SdkBytes.fromByteArrayUnsafe(blob.array());
  }

  static Ciphertext of(SdkBytes blob) {
    var in = blob == null ? ByteBuffer.allocate(0) : blob.asByteBuffer();
    if (in.remaining() <= HEAD || in.get() != FORM) {
      throw invalid();
    }
    var id = new byte[ID];
    in.get(id);
    int material = in.getInt();
    return new Ciphertext(
        new String(id, StandardCharsets.US_ASCII), material, SdkBytes.fromByteBuffer(in));
  }

  static AwsServiceException invalid() {
    return AwsErrors.of(InvalidCiphertextException.builder(), "The ciphertext is invalid");
  }

  /** The encryption context as bytes to be vouched for: in the order of its keys. */
  static byte[] context(Map<String, String> context) {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    try {
      for (var entry : new TreeMap<>(context).entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeUTF(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
