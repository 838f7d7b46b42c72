package com.shangwellness.region.cloudformation;

import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Tells errors that say "there is no such thing" from others, whatever the service calls them. */
final class NotFound {

  private static final Pattern CODES =
      Pattern.compile("(?i)NotFound|NoSuch|DoesNotExist|ResourceNotFound|NotExist");

  private NotFound() {}

  static boolean is(AwsServiceException error) {
    var details = error.awsErrorDetails();
    var code =
        details == null || details.errorCode() == null
            ? error.getClass().getSimpleName()
            : details.errorCode();
    return CODES.matcher(code).find() || error.statusCode() == 404;
  }
}
