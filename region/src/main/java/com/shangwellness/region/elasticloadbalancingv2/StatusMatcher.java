package com.shangwellness.region.elasticloadbalancingv2;

import java.util.ArrayList;
import java.util.List;

/**
 * The statuses that a healthy target answers with.
 *
 * @param ranges one at least, each within 200 to 499
 */
record StatusMatcher(List<Range> ranges) {

  private static final int DIGITS = 3;

  /**
   * Statuses that follow each other.
   *
   * @param high the last one
   */
  record Range(int low, int high) {}

  /**
   * Those that {@code codes} names as AWS writes them: {@code 200}, {@code 200,202}, {@code
   * 200-299}.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationError when it
   *     does not name statuses of 200 to 499
   */
  static StatusMatcher of(String codes) {
    // By hand: each health check asks.
    var ranges = new ArrayList<Range>();
    for (int at = 0; at <= codes.length(); ) {
      int comma = codes.indexOf(',', at);
      int end = comma < 0 ? codes.length() : comma;
      ranges.add(range(codes, at, end));
      at = end + 1;
    }
    return new StatusMatcher(List.copyOf(ranges));
  }

  private static Range range(String codes, int from, int to) {
    boolean one = to - from == DIGITS;
    boolean two = to - from == 2 * DIGITS + 1 && codes.charAt(from + DIGITS) == '-';
    if (!one && !two) {
      throw Refusals.validation("Health check matcher HTTP code '" + codes + "' is not valid");
    }
    var range = new Range(code(codes, from), code(codes, to - DIGITS));
    if (range.low() < 200 || range.high() > 499 || range.low() > range.high()) {
      throw Refusals.validation(
          "Health check matcher HTTP code '" + codes + "' must be within the range 200-499");
    }
    return range;
  }

  private static int code(String codes, int at) {
    int code = 0;
    for (char digit : codes.substring(at, at + DIGITS).toCharArray()) {
      if (digit < '0' || digit > '9') {
        throw Refusals.validation("Health check matcher HTTP code '" + codes + "' is not valid");
      }
      code = 10 * code + digit - '0';
    }
    return code;
  }

  boolean matches(int status) {
    for (var range : ranges) {
      if (range.low() <= status && status <= range.high()) {
        return true;
      }
    }
    return false;
  }
}
