package com.shangwellness.region.wire;

/** How much a client may ask of the API. */
final class Limits {

  private static final int MIB = 1 << 20;

  /** What a service's requests may have at most, in bytes; what streams is not counted. */
  int body(String signingName) {
    return switch (signingName) {
      // UploadLayerPart takes 20 MiB (ECR API Reference), in base 64.
      case "ecr" -> 32 * MIB;
      // CompleteMultipartUpload names up to 10,000 parts, DeleteObjects 1,000 keys of 1,024 bytes.
      case "s3" -> 8 * MIB;
      // PutLogEvents takes 1 MiB of events (CloudWatch Logs API Reference) and their frame.
      case "logs" -> 2 * MIB;
      default -> 2 * MIB;
    };
  }
}
