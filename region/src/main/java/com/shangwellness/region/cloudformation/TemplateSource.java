package com.shangwellness.region.cloudformation;

import com.shangwellness.region.codec.AwsErrors;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;

/** Where a request's template comes from: its body, a URL of S3, or the stack as it is. */
final class TemplateSource {

  private static final int LONGEST_BODY = 51_200;
  // bucket.s3.amazonaws.com, bucket.s3.ap-south-1.amazonaws.com, bucket.s3-ap-south-1.amazonaws.com
  private static final Pattern IN_HOST =
      Pattern.compile("(.+)\\.s3[.-]([a-z0-9-]+\\.)?(amazonaws\\.com|localhost.*)");
  private static final Pattern IN_PATH = Pattern.compile("/([^/]+)/(.+)");

  private final S3Client s3;

  TemplateSource(S3Client s3) {
    this.s3 = s3;
  }

  /**
   * The text of a template.
   *
   * @param body the request's body, or null
   * @param url the request's URL, or null
   * @param previous the text of the stack's template when the request wants that; empty otherwise
   */
  String text(String body, String url, String previous) {
    if (body != null && url != null) {
      throw Invalid.because("Specify either TemplateBody or TemplateURL, not both");
    }
    if (body != null) {
      if (body.getBytes(StandardCharsets.UTF_8).length > LONGEST_BODY) {
        throw Invalid.because(
            "1 validation error detected: Value at 'templateBody' failed to satisfy constraint:"
                + " Member must have length less than or equal to "
                + LONGEST_BODY);
      }
      return body;
    }
    if (url != null) {
      return fetch(url);
    }
    if (previous.isEmpty()) {
      throw Invalid.because("Either Template URL or Template Body must be specified.");
    }
    return previous;
  }

  private String fetch(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw notSupported();
    }
    if (uri.getHost() == null || uri.getScheme() == null || !uri.getScheme().startsWith("http")) {
      throw notSupported();
    }
    var host = IN_HOST.matcher(uri.getHost());
    if (host.matches()) {
      return object(host.group(1), uri.getPath().substring(1));
    }
    var path = IN_PATH.matcher(uri.getPath());
    if (path.matches()) {
      return object(path.group(1), path.group(2));
    }
    throw notSupported();
  }

  private static RuntimeException notSupported() {
    return Invalid.because("TemplateURL must be a supported URL.");
  }

  private String object(String bucket, String key) {
    try {
      return s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asUtf8String();
    } catch (AwsServiceException e) {
      throw Invalid.because("S3 error: " + AwsErrors.message(e));
    }
  }
}
