package com.shangwellness.region.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a client logs in to the registry with: user {@code AWS} and a password that says until when
 * it holds, signed with a key that the region keeps.
 */
final class AuthorizationTokens {

  /** The user's name that goes with every token. */
  static final String USER = "AWS";

  /** ECR's tokens are valid for 12 hours: ECR user guide, "Private registry authentication". */
  private static final Duration VALIDITY = Duration.ofHours(12);

  private static final String KEY = "registry";

  /**
   * A token.
   *
   * @param value base 64 of {@code AWS:<password>}, as HTTP Basic wants it
   */
  record Token(String value, Instant expires) {}

  private final Timeline timeline;
  private final Ids ids;
  private final Table<String> keys;

  AuthorizationTokens(String region, Timeline timeline, Store store, Ids ids) {
    this.timeline = timeline;
    this.ids = ids;
    this.keys = store.table(region + "/ecr.keys", String.class);
  }

  Token issue() {
    var key = keys.get(KEY).orElseGet(() -> keys.put(KEY, ids.hex(64)));
    var expires = timeline.now().plus(VALIDITY);
    var payload = String.valueOf(expires.toEpochMilli());
    var password = payload + "." + sign(key, payload);
    var value = Base64.getEncoder().encodeToString((USER + ":" + password).getBytes(UTF_8));
    return new Token(value, expires);
  }

  /** Whether {@code credentials} (base 64, as in the Authorization header) hold now. */
  boolean accepts(String credentials) {
    try {
      var text = new String(Base64.getDecoder().decode(credentials), UTF_8);
      var parts = text.split("[:.]", -1);
      return parts.length == 3
          && parts[0].equals(USER)
          && keys.get(KEY).filter(key -> same(sign(key, parts[1]), parts[2])).isPresent()
          && timeline.now().isBefore(Instant.ofEpochMilli(Long.parseLong(parts[1])));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean same(String expected, String found) {
    return MessageDigest.isEqual(expected.getBytes(UTF_8), found.getBytes(UTF_8));
  }

  private static String sign(String key, String payload) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(payload.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }
}
