package com.shangwellness.region.elasticloadbalancingv2;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The statuses that a healthy target answers with.
 *
 * @param codes as AWS writes them: {@code 200}, {@code 200,202}, {@code 200-299}
 */
record StatusMatcher(String codes) {

  private static final Pattern FORM = Pattern.compile("\\d{3}(-\\d{3})?(,\\d{3}(-\\d{3})?)*");

  private record Range(int low, int high) {}

  /**
   * Checks the form and the range.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationError when it
   *     does not name statuses of 200 to 499
   */
  void check() {
    if (!FORM.matcher(codes).matches()) {
      throw Refusals.validation("Health check matcher HTTP code '" + codes + "' is not valid");
    }
    for (var range : ranges()) {
      if (range.low() < 200 || range.high() > 499 || range.low() > range.high()) {
        throw Refusals.validation(
            "Health check matcher HTTP code '" + codes + "' must be within the range 200-499");
      }
    }
  }

  boolean matches(int status) {
    for (var range : ranges()) {
      if (range.low() <= status && status <= range.high()) {
        return true;
      }
    }
    return false;
  }

  private List<Range> ranges() {
    var ranges = new ArrayList<Range>();
    for (int at = 0; at < codes.length(); at = end(at) + 1) {
      ranges.add(new Range(code(at), code(end(at) - 3)));
    }
    return ranges;
  }

  /** Where the range ends that begins there. */
  private int end(int at) {
    int comma = codes.indexOf(',', at);
    return comma < 0 ? codes.length() : comma;
  }

  private int code(int at) {
    return Integer.parseInt(codes, at, at + 3, 10);
  }
}
