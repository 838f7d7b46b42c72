package com.shangwellness.ops.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4 of a POST to the root of a service ("Create a signed AWS API request",
 * IAM user guide).
 *
 * @param key who asks
 * @param secret by which that is known
 */
record Signature(String key, String secret, String region, String service) {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** The headers of a request, those of its signature included, without {@code Host}. */
  Map<String, String> sign(URI endpoint, Map<String, String> headers, String body, Instant now) {
    var time = TIME.format(now);
    var signed = new TreeMap<String, String>(headers);
    signed.put("x-amz-date", time);
    var canonical = new TreeMap<>(signed);
    canonical.put("host", endpoint.getRawAuthority());
    var names = String.join(";", canonical.keySet());
    var request = new StringBuilder("POST\n/\n\n");
    canonical.forEach(
        (name, value) -> request.append(name).append(':').append(value.strip()).append('\n'));
    request.append('\n').append(names).append('\n').append(hash(body));
    var day = time.substring(0, 8);
    var scope = day + "/" + region + "/" + service + "/aws4_request";
    var text = ALGORITHM + "\n" + time + "\n" + scope + "\n" + hash(request.toString());
    signed.put(
        "authorization",
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(
                ALGORITHM,
                key,
                scope,
                names,
                HexFormat.of().formatHex(hmac(signingKey(day), text))));
    return signed;
  }

  private byte[] signingKey(String day) {
    var dated = hmac(("AWS4" + secret).getBytes(UTF_8), day);
    return hmac(hmac(hmac(dated, region), service), "aws4_request");
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
