package com.shangwellness.region.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** SDK objects with every member set, at random. */
final class RandomPojos {

  /** Whether an object travels to the service or back. */
  enum Side {
    REQUEST,
    RESPONSE
  }

  private static final int DEPTH = 3;
  private static final String[] WORDS = {
    "alpha", "b-2", "é & <x>", "a \"quoted\" one", "x+y=z/%20", " pad "
  };

  // Of HTTP itself, or checked by the client against what it received.
  private static final Set<String> LEFT_OUT =
      Set.of(
          "Content-Length",
          "Content-MD5",
          "Expires",
          "x-amz-sdk-checksum-algorithm",
          "x-amz-checksum-type",
          "x-amz-trailer");

  /** How long the body beside a response is. */
  static final long STREAMED_LENGTH = 11;

  private final Random random;

  RandomPojos(Random random) {
    this.random = random;
  }

  Object fill(SdkPojo builder, Side side) {
    return fill(builder, DEPTH, side);
  }

  private Object fill(SdkPojo builder, int depth, Side side) {
    for (var field : builder.sdkFields()) {
      var name = String.valueOf(field.locationName());
      if (side == Side.RESPONSE && name.equals("Content-Length")) {
        field.set(builder, STREAMED_LENGTH);
      } else if (!isLeftOut(name) && (depth > 0 || !isStructure(field))) {
        field.set(builder, value(field, depth - 1, side));
      }
    }
    return ((Buildable) builder).build();
  }

  private static boolean isLeftOut(String name) {
    return LEFT_OUT.contains(name) || name.startsWith("x-amz-checksum-");
  }

  private static boolean isStructure(SdkField<?> field) {
    return field.marshallingType() == MarshallingType.SDK_POJO;
  }

  private Object value(SdkField<?> field, int depth, Side side) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> text(field);
      case INTEGER -> field.location() == MarshallLocation.STATUS_CODE ? 202 : random.nextInt(1000);
      case LONG -> random.nextLong(1L << 40);
      case SHORT -> (short) 7;
      case BYTE -> (byte) 3;
      case FLOAT -> 1.25f;
      case DOUBLE -> 2.5;
      case BIG_DECIMAL -> new BigDecimal("3.75");
      case BOOLEAN -> random.nextBoolean();
      case INSTANT -> Instant.ofEpochSecond(1_700_000_000L + random.nextInt(1_000_000));
      case SDK_BYTES -> SdkBytes.fromUtf8String("bytes é");
      case SDK_POJO -> fill(field.constructor().get(), depth, side);
      case LIST -> list(field, depth, side);
      case MAP -> map(field, depth, side);
      case DOCUMENT -> Document.mapBuilder().putString("a", "b").putNumber("n", 1).build();
      default -> throw new IllegalArgumentException(field.memberName());
    };
  }

  private String text(SdkField<?> field) {
    boolean inBody = field.location() == MarshallLocation.PAYLOAD;
    if (!inBody && String.valueOf(field.memberName()).contains("Bucket")) {
      return "bucket1";
    }
    if (field.location() == MarshallLocation.HEADER) {
      return "h" + random.nextInt(100);
    }
    return inBody ? WORDS[random.nextInt(WORDS.length)] : WORDS[random.nextInt(5)];
  }

  private List<Object> list(SdkField<?> field, int depth, Side side) {
    var item = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
    var list = new ArrayList<>();
    for (int i = 0; i < 2 && (depth > 0 || !isStructure(item)); i++) {
      list.add(field.location() == MarshallLocation.HEADER ? "l" + i : value(item, depth, side));
    }
    return list;
  }

  private Map<String, Object> map(SdkField<?> field, int depth, Side side) {
    var item = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < 2 && (depth > 0 || !isStructure(item)); i++) {
      map.put(
          "key" + i,
          field.location() == MarshallLocation.HEADER ? "v" + i : value(item, depth, side));
    }
    return map;
  }

  /** The members in which two objects differ. */
  static List<String> differences(String at, SdkPojo a, SdkPojo b) {
    var found = new ArrayList<String>();
    for (var field : a.sdkFields()) {
      var name = at + field.memberName();
      var x = field.getValueOrDefault(a);
      var y = field.getValueOrDefault(b);
      if (isLeftOut(String.valueOf(field.locationName()))) {
        continue;
      }
      if (x instanceof SdkPojo p && y instanceof SdkPojo q) {
        found.addAll(differences(name + ".", p, q));
      } else if (x instanceof List<?> p
          && y instanceof List<?> q
          && p.size() == q.size()
          && p.stream().allMatch(SdkPojo.class::isInstance)) {
        for (int i = 0; i < p.size(); i++) {
          found.addAll(differences(name + "[" + i + "].", (SdkPojo) p.get(i), (SdkPojo) q.get(i)));
        }
      } else if (!Objects.equals(x, y) && !(isEmpty(x) && isEmpty(y))) {
        found.add(name + ": sent " + x + ", got " + y);
      }
    }
    return found;
  }

  // Query cannot tell an empty list, or a structure with nothing in it, from none.
  private static boolean isEmpty(Object value) {
    return value == null
        || (value instanceof Collection<?> c && c.isEmpty())
        || (value instanceof Map<?, ?> m && m.isEmpty())
        || (value instanceof SdkPojo p
            && p.sdkFields().stream().allMatch(field -> isEmpty(field.getValueOrDefault(p))));
  }
}
