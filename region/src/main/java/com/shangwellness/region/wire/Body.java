package com.shangwellness.region.wire;

import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkBytes;

/** What came after a request's headers: held in memory, or spooled to a file. */
sealed interface Body {

  /** A body small enough to be held. */
  record Held(SdkBytes content) implements Body {
    byte[] bytes() {
      return content.asByteArrayUnsafe();
    }

    String text() {
      return content.asString(StandardCharsets.UTF_8);
    }
  }

  /** The body of an operation that streams in. */
  record Streamed(Spooled content) implements Body {}
}
