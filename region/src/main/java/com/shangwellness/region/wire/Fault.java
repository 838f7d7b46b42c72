package com.shangwellness.region.wire;

import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/**
 * A refusal, as it is written into an answer.
 *
 * @param code the error's code
 * @param status the HTTP status, 400 to 599
 * @param details the exception that was thrown, with the members that its type models
 */
record Fault(String code, int status, String message, Optional<SdkPojo> details) {

  static Fault of(String code, int status, String message) {
    return new Fault(code, status, message, Optional.empty());
  }

  /** Whose fault it is, as the Query protocols have it. */
  String side() {
    return status < 500 ? "Sender" : "Receiver";
  }

  /** Thrown where a request is refused before its operation is called. */
  static final class Refusal extends RuntimeException {
    private final transient Fault fault;

    Refusal(String code, int status, String message) {
      super(message);
      this.fault = Fault.of(code, status, message);
    }

    Fault fault() {
      return fault;
    }
  }
}
