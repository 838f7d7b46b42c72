package com.shangwellness.region.wire;

import com.shangwellness.region.timeline.Pace;

/**
 * How fast a caller wants region time to pass for what a request begins: the header {@code
 * x-region-pace}, which AWS does not know and passes over. Only CodeDeploy's CreateDeployment heeds
 * it.
 */
final class RequestedPace {

  static final String HEADER = "x-region-pace";

  private RequestedPace() {}

  /**
   * The pace; 0 when none is asked for.
   *
   * @throws Fault.Refusal when it is no pace
   */
  static double of(WireRequest request) {
    var asked = request.header(HEADER);
    if (asked.isEmpty()) {
      return 0;
    }
    double pace = number(asked.get());
    if (!(pace > 0 && pace <= Pace.FASTEST)) {
      throw new Fault.Refusal(
          "ValidationException",
          400,
          "The header %s is '%s'; it must be a number above 0 and at most %.0f."
              .formatted(HEADER, asked.get(), Pace.FASTEST));
    }
    return pace;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
