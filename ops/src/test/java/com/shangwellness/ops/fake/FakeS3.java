package com.shangwellness.ops.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Buckets in memory. */
public final class FakeS3 implements S3Client {
  private final Map<String, byte[]> objects = new TreeMap<>();
  private final List<String> uploads = new ArrayList<>();
  private final List<PutObjectRequest> requests = new ArrayList<>();

  /** The keys that were uploaded, in order. */
  public List<String> uploads() {
    return uploads;
  }

  /** The uploads themselves, in order. */
  public List<PutObjectRequest> requests() {
    return requests;
  }

  /** The object that CloudFormation means by {@code https://BUCKET.s3.REGION.amazonaws.com/KEY}. */
  String textAt(String url) {
    var uri = URI.create(url);
    var bucket = uri.getHost().substring(0, uri.getHost().indexOf(".s3."));
    return new String(objects.get(bucket + uri.getPath()), StandardCharsets.UTF_8);
  }

  @Override
  public HeadObjectResponse headObject(HeadObjectRequest request) {
    if (!objects.containsKey(request.bucket() + "/" + request.key())) {
      throw missing();
    }
    return HeadObjectResponse.builder().build();
  }

  @Override
  public HeadBucketResponse headBucket(HeadBucketRequest request) {
    throw missing();
  }

  @Override
  public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    try (var stream = body.contentStreamProvider().newStream()) {
      objects.put(request.bucket() + "/" + request.key(), stream.readAllBytes());
      uploads.add(request.key());
      requests.add(request);
      return PutObjectResponse.builder().versionId("version-" + uploads.size()).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static S3Exception missing() {
    return (S3Exception) S3Exception.builder().statusCode(404).message("Not Found").build();
  }

  @Override
  public String serviceName() {
    return "s3";
  }

  @Override
  public void close() {}
}
