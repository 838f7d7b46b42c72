package com.shangwellness.region.codec;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * How a service refuses: the SDK's own exceptions, with the code and the message that the wire will
 * carry.
 */
public final class AwsErrors {

  private AwsErrors() {}

  /**
   * An error of a type that the SDK models, for example {@code
   * AwsErrors.of(ClusterNotFoundException.builder(), "Cluster not found.")}. Its code and status
   * are those that the SDK knows for the type, for callers in this process as on the wire.
   */
  public static AwsServiceException of(AwsServiceException.Builder builder, String message) {
    var plain = builder.message(message).build();
    return of(builder, code(plain), status(plain), message);
  }

  /**
   * An error that no type is modelled for, for example {@code ValidationError}.
   *
   * @param code the error's code on the wire
   * @param status its HTTP status, 400 to 599
   */
  public static AwsServiceException of(String code, int status, String message) {
    return of(AwsServiceException.builder(), code, status, message);
  }

  /** An error of a service's base type ({@code Ec2Exception.builder()}) with a code of its own. */
  public static AwsServiceException of(
      AwsServiceException.Builder builder, String code, int status, String message) {
    var details = AwsErrorDetails.builder().errorCode(code).errorMessage(message).build();
    return builder.message(message).statusCode(status).awsErrorDetails(details).build();
  }

  /**
   * The error's own message, without the status and request id that the SDK appends to {@code
   * getMessage()}.
   */
  public static String message(AwsServiceException error) {
    var details = error.awsErrorDetails();
    return details == null || details.errorMessage() == null
        ? String.valueOf(error.getMessage())
        : details.errorMessage();
  }

  /** The error's code, for example {@code ClusterNotFoundException}. */
  public static String code(AwsServiceException error) {
    var details = error.awsErrorDetails();
    return details != null && details.errorCode() != null
        ? details.errorCode()
        : Faults.of(error.getClass())
            .map(Faults.Fault::code)
            .orElse(error.getClass().getSimpleName());
  }

  /** The error's HTTP status; 400 when nothing says which. */
  public static int status(AwsServiceException error) {
    return error.statusCode() > 0
        ? error.statusCode()
        : Faults.of(error.getClass()).map(Faults.Fault::status).orElse(400);
  }
}
