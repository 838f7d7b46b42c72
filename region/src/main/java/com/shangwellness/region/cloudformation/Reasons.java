package com.shangwellness.region.cloudformation;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What the events say: CloudFormation's words. */
final class Reasons {

  private static final Logger LOG = System.getLogger(Reasons.class.getName());

  static final String BY_USER = "User Initiated";
  static final String INITIATED = "Resource creation Initiated";
  static final String CREATION_CANCELLED = "Resource creation cancelled";
  static final String UPDATE_CANCELLED = "Resource update cancelled";
  static final String REPLACING =
      "Requested update requires the creation of a new physical resource; hence creating one.";
  static final String NOT_STABLE = "Exceeded attempts to wait";

  private Reasons() {}

  /**
   * Why {@code what} failed for a defect of this region, which the log tells more about, or for
   * something that its tables do not act on, which the message says.
   */
  static String internal(String what, Throwable error) {
    if (error instanceof IllegalArgumentException) {
      return String.valueOf(error.getMessage());
    }
    LOG.log(Level.ERROR, what + " failed inside the region", error);
    return "Internal Failure ("
        + error
        + "): a defect of this region, whose log tells more (HandlerErrorCode: InternalFailure)";
  }

  /** Why the resource {@code what} failed whose call threw {@code error}. */
  static String of(String what, Throwable error, Ids ids) {
    if (!(error instanceof AwsServiceException e)) {
      return internal(what, error);
    }
    var details = e.awsErrorDetails();
    var service =
        details == null || details.serviceName() == null
            ? e.getClass().getPackageName().replaceAll(".*\\.services\\.([a-z0-9]+)\\.model", "$1")
            : details.serviceName();
    int status = e.statusCode() == 0 ? 400 : e.statusCode();
    return "Resource handler returned message: \""
        + AwsErrors.message(e)
        + " (Service: "
        + service
        + ", Status Code: "
        + status
        + ", Request ID: "
        + ids.uuid()
        + ")\" (RequestToken: "
        + ids.uuid()
        + ", HandlerErrorCode: "
        + handlerCode(code(e), status)
        + ")";
  }

  static String code(AwsServiceException e) {
    var details = e.awsErrorDetails();
    return details == null || details.errorCode() == null
        ? e.getClass().getSimpleName()
        : details.errorCode();
  }

  private static String handlerCode(String code, int status) {
    if (code.matches("(?i).*(NotFound|NoSuch).*")) {
      return "NotFound";
    }
    if (code.matches("(?i).*(AlreadyExists|Duplicate|AlreadyOwned).*")) {
      return "AlreadyExists";
    }
    if (code.matches("(?i).*(Limit|Quota).*")) {
      return "ServiceLimitExceeded";
    }
    if (code.matches("(?i).*(Access|Unauthorized).*")) {
      return "AccessDenied";
    }
    return status >= 500 ? "ServiceInternalError" : "InvalidRequest";
  }

  /** Why a stack whose {@code resources} failed turns back. */
  static String failed(String toWhat, List<String> resources) {
    return "The following resource(s) failed to "
        + toWhat
        + ": ["
        + String.join(", ", resources)
        + "]. ";
  }

  /** What a resource that is only kept says. */
  static String recorded(String type) {
    return "RECORDED: checked against the schema of "
        + type
        + " and kept; this region does not act on it";
  }
}
