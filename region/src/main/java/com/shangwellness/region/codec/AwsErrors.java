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
   * AwsErrors.of(ClusterNotFoundException.builder(), "Cluster not found.")}. Its code and status on
   * the wire are those that the SDK knows for the type.
   */
  public static AwsServiceException of(AwsServiceException.Builder builder, String message) {
    return builder.message(message).build();
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
}
