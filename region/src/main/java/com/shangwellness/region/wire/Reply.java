package com.shangwellness.region.wire;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;

/**
 * An answer, ready to be sent.
 *
 * @param body the body; empty when {@code stream} has it
 * @param stream the body of an operation that streams out; whoever sends it closes it
 */
record Reply(int status, Map<String, String> headers, SdkBytes body, Optional<InputStream> stream) {

  static Reply of(int status, Map<String, String> headers, byte[] bytes) {
    return new Reply(status, headers, SdkBytes.fromByteArrayUnsafe(bytes), Optional.empty());
  }

  /** This answer with one more header. */
  Reply with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body, stream);
  }

  /** How long the body is: of a stream, what its Content-Length says. */
  long length() {
    return stream.isPresent()
        ? Long.parseLong(headers.getOrDefault("Content-Length", "0"))
        : body.asByteArrayUnsafe().length;
  }
}
