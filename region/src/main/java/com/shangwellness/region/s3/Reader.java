package com.shangwellness.region.s3;

import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Answers readers of objects. */
final class Reader {

  private final Objects objects;
  private final Contents contents;

  Reader(Objects objects, Contents contents) {
    this.objects = objects;
    this.contents = contents;
  }

  HeadObjectResponse head(HeadObjectRequest request) {
    var get = Members.copy(request, GetObjectRequest.builder()).build();
    var answer = Members.copy(describe(get, version(get)), HeadObjectResponse.builder());
    return answer.build();
  }

  <T> T get(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
    var version = version(request);
    var response = describe(request, version);
    var range = range(request, version).orElse(new ByteRange(0, version.size()));
    var stream = AbortableInputStream.create(contents.open(version.pieces(), range));
    try {
      var result = transformer.transform(response, stream);
      if (!transformer.needsConnectionLeftOpen()) {
        stream.close();
      }
      return result;
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SdkClientException.create("the reader was interrupted", e);
    } catch (Exception e) {
      throw SdkClientException.create("the reader failed", e);
    }
  }

  private Version version(GetObjectRequest request) {
    var version = objects.require(request.bucket(), request.key(), request.versionId());
    Conditions.of(
            request.ifMatch(),
            request.ifNoneMatch(),
            request.ifModifiedSince(),
            request.ifUnmodifiedSince())
        .requireForReading(version);
    return version;
  }

  private GetObjectResponse describe(GetObjectRequest request, Version version) {
    var response = Members.copy(version.head(), GetObjectResponse.builder());
    var range = range(request, version);
    // A checksum is one of the whole, and of no use to who reads a part.
    if (request.checksumMode() != ChecksumMode.ENABLED || range.isPresent()) {
      withoutChecksums(response);
    }
    range.ifPresent(
        part -> response.contentLength(part.length()).contentRange(part.header(version.size())));
    if (request.partNumber() != null) {
      response.partsCount(version.pieces().size());
    }
    if (!version.tags().isEmpty()) {
      response.tagCount(version.tags().size());
    }
    Optional.ofNullable(request.responseContentType()).ifPresent(response::contentType);
    Optional.ofNullable(request.responseContentDisposition())
        .ifPresent(response::contentDisposition);
    Optional.ofNullable(request.responseContentEncoding()).ifPresent(response::contentEncoding);
    Optional.ofNullable(request.responseContentLanguage()).ifPresent(response::contentLanguage);
    Optional.ofNullable(request.responseCacheControl()).ifPresent(response::cacheControl);
    return response.build();
  }

  private static void withoutChecksums(GetObjectResponse.Builder response) {
    response
        .checksumCRC32(null)
        .checksumCRC32C(null)
        .checksumCRC64NVME(null)
        .checksumSHA1(null)
        .checksumSHA256(null)
        .checksumType((String) null);
  }

  private static Optional<ByteRange> range(GetObjectRequest request, Version version) {
    if (request.partNumber() != null) {
      return part(request.partNumber(), version);
    }
    return Optional.ofNullable(request.range())
        .flatMap(range -> ByteRange.of(range, version.size()));
  }

  private static Optional<ByteRange> part(int number, Version version) {
    if (number < 1 || number > version.pieces().size()) {
      throw S3Errors.of("InvalidPartNumber", 416, "The requested partnumber is not satisfiable");
    }
    var before = version.pieces().subList(0, number - 1);
    long from = before.stream().mapToLong(Piece::size).sum();
    return Optional.of(new ByteRange(from, version.pieces().get(number - 1).size()));
  }
}
