package com.shangwellness.region.s3;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Members that S3's types share by name: what an upload says is what a download answers. */
final class Members {

  private Members() {}

  /** Sets the members of {@code builder} that {@code from} has by the same name and type. */
  static <B extends SdkPojo> B copy(SdkPojo from, B builder) {
    Map<String, SdkField<?>> given =
        from.sdkFields().stream()
            .collect(Collectors.toMap(SdkField::memberName, Function.identity()));
    for (var field : builder.sdkFields()) {
      var source = given.get(field.memberName());
      if (source != null && source.marshallingType().equals(field.marshallingType())) {
        Optional.ofNullable(source.getValueOrDefault(from))
            .ifPresent(value -> field.set(builder, value));
      }
    }
    return builder;
  }
}
