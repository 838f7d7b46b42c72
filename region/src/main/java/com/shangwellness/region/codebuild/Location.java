package com.shangwellness.region.codebuild;

import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;

/**
 * An object of S3.
 *
 * @param key may be empty, for the bucket itself
 */
record Location(String bucket, String key) {

  private static final String ARN = "arn:aws:s3:::";

  /**
   * Reads {@code bucket/key} or {@code arn:aws:s3:::bucket/key}.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException when it is neither
   */
  static Location parse(String text) {
    var path = text == null ? "" : text.startsWith(ARN) ? text.substring(ARN.length()) : text;
    int slash = path.indexOf('/');
    if (slash < 1 || slash == path.length() - 1) {
      throw Refusals.invalid(
          "Invalid location: '" + path + "'; it must be a bucket and a key, as bucket/path/object");
    }
    return new Location(path.substring(0, slash), path.substring(slash + 1));
  }

  /** Where CodePipeline wants an artifact: the bucket is its location, the key its name. */
  static Location ofPipeline(ProjectArtifacts artifacts) {
    return new Location(artifacts.location(), artifacts.name());
  }

  String arn() {
    return ARN + bucket + "/" + key;
  }
}
