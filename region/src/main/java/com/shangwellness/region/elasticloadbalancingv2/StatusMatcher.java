package com.shangwellness.region.elasticloadbalancingv2;

import java.util.regex.Pattern;

/**
 * The statuses that a healthy target answers with.
 *
 * @param codes as AWS writes them: {@code 200}, {@code 200,202}, {@code 200-299}
 */
record StatusMatcher(String codes) {

  // Each health check makes one.
  private static final Pattern FORM = Pattern.compile("\\d{3}(-\\d{3})?(,\\d{3}(-\\d{3})?)*");

  /**
   * Checks the form and the range.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationError when it
   *     does not name statuses of 200 to 499
   */
  StatusMatcher {
    if (!FORM.matcher(codes).matches()) {
      throw Refusals.validation("Health check matcher HTTP code '" + codes + "' is not valid");
    }
    for (var range : codes.split(",", -1)) {
      int low = Integer.parseInt(range.substring(0, 3));
      int high = Integer.parseInt(range.substring(range.length() - 3));
      if (low < 200 || high > 499 || low > high) {
        throw Refusals.validation(
            "Health check matcher HTTP code '" + codes + "' must be within the range 200-499");
      }
    }
  }

  boolean matches(int status) {
    for (var range : codes.split(",", -1)) {
      int low = Integer.parseInt(range.substring(0, 3));
      int high = Integer.parseInt(range.substring(range.length() - 3));
      if (low <= status && status <= high) {
        return true;
      }
    }
    return false;
  }
}
