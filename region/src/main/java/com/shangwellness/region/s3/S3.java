package com.shangwellness.region.s3;

import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.wire.Checksum;
import com.shangwellness.region.wire.Spool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Amazon S3 of one region: buckets and their settings, objects, versions and uploads in parts. What
 * is set for a bucket is kept and readable; versioning, encryption and events to EventBridge are
 * acted on.
 */
public final class S3 extends Buckets {

  private final Versions versions;
  private final Contents contents;
  private final Objects objects;
  private final Reader reader;
  private final Uploads uploads;
  private final Listing listing;
  private final ObjectEvents events;

  /**
   * The S3 of {@code place}.
   *
   * @param names the names of the buckets of all regions
   * @param folder where the contents of objects are kept; a folder of this region alone
   * @param spool where bodies arrive, on the same file system as {@code folder}
   */
  public S3(
      Place place,
      Timeline timeline,
      Store store,
      Ids ids,
      BucketNames names,
      Path folder,
      Spool spool) {
    this(place, timeline, store, ids, names, new Settings(store, place.region()), folder, spool);
  }

  private S3(
      Place place,
      Timeline timeline,
      Store store,
      Ids ids,
      BucketNames names,
      Settings settings,
      Path folder,
      Spool spool) {
    super(place, timeline, names, settings, owner(place));
    this.versions = new Versions(store, place.region());
    this.contents = new Contents(folder, spool, store, ids);
    this.events = new ObjectEvents(place, settings);
    this.objects = new Objects(versions, contents, settings, timeline, ids, events);
    this.reader = new Reader(objects, contents);
    this.uploads = new Uploads(store, place.region(), objects, contents, timeline, ids, events);
    this.listing = new Listing(versions, owner(place));
    var files = new HashSet<>(versions.files());
    files.addAll(uploads.files());
    contents.sweep(files);
  }

  /** Tells {@code sink} from now on what becomes of objects, of buckets that have that on. */
  public void tell(EventSink sink) {
    events.tell(sink);
  }

  // S3's canonical user id, which says no more than the account here.
  private static Owner owner(Place place) {
    var canonical = Checksum.SHA256.of(place.account().getBytes(StandardCharsets.US_ASCII));
    return Owner.builder().id(HexFormat.of().formatHex(canonical)).build();
  }

  @Override
  boolean isEmpty(String bucket) {
    return versions.of(bucket, "").isEmpty() && !uploads.any(bucket);
  }

  @Override
  public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    bucket(request);
    return objects.put(request, body);
  }

  @Override
  public <T> T getObject(
      GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
    bucket(request);
    return reader.get(request, transformer);
  }

  @Override
  public HeadObjectResponse headObject(HeadObjectRequest request) {
    bucket(request);
    return reader.head(request);
  }

  @Override
  public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
    bucket(request);
    return objects.delete(request);
  }

  @Override
  public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
    bucket(request);
    return objects.delete(request);
  }

  @Override
  public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
    bucket(request);
    return listing.list(request);
  }

  @Override
  public ListObjectsResponse listObjects(ListObjectsRequest request) {
    bucket(request);
    return listing.list(request);
  }

  @Override
  public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
    bucket(request);
    return listing.list(request);
  }

  /** {@inheritDoc} The source must be in this region. */
  @Override
  public CopyObjectResponse copyObject(CopyObjectRequest request) {
    requireBucket(request.destinationBucket());
    return objects.copy(
        request,
        source(
            request.getValueForField("CopySource", String.class),
            request.sourceBucket(),
            request.sourceKey(),
            request.sourceVersionId()));
  }

  private void requireBucket(String name) {
    bucket(HeadBucketRequest.builder().bucket(name).build());
  }

  // On the wire the source is one header; in-process callers may give its parts, which the SDK's
  // client would put together.
  private Version source(Optional<String> header, String bucket, String key, String version) {
    var source =
        header
            .map(CopySource::of)
            .orElseGet(() -> new CopySource(bucket, key, Optional.ofNullable(version)));
    requireBucket(source.bucket());
    return objects.require(source.bucket(), source.key(), source.versionId().orElse(null));
  }

  @Override
  public GetObjectTaggingResponse getObjectTagging(GetObjectTaggingRequest request) {
    bucket(request);
    var version = objects.require(request.bucket(), request.key(), request.versionId());
    var tags =
        version.tags().entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    return GetObjectTaggingResponse.builder().tagSet(tags).versionId(objects.told(version)).build();
  }

  @Override
  public PutObjectTaggingResponse putObjectTagging(PutObjectTaggingRequest request) {
    bucket(request);
    var version = objects.require(request.bucket(), request.key(), request.versionId());
    objects.tag(version, Objects.tags(request.tagging().tagSet()));
    return PutObjectTaggingResponse.builder().versionId(objects.told(version)).build();
  }

  @Override
  public DeleteObjectTaggingResponse deleteObjectTagging(DeleteObjectTaggingRequest request) {
    bucket(request);
    var version = objects.require(request.bucket(), request.key(), request.versionId());
    objects.tag(version, Map.of());
    return DeleteObjectTaggingResponse.builder().versionId(objects.told(version)).build();
  }

  @Override
  public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest request) {
    bucket(request);
    return uploads.create(request);
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      CompleteMultipartUploadRequest request) {
    bucket(request);
    return uploads.complete(request);
  }

  @Override
  public ListPartsResponse listParts(ListPartsRequest request) {
    bucket(request);
    return uploads.list(request);
  }

  @Override
  public ListMultipartUploadsResponse listMultipartUploads(ListMultipartUploadsRequest request) {
    bucket(request);
    return uploads.list(request);
  }

  @Override
  public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
    bucket(request);
    var part =
        uploads.add(
            request.bucket(),
            request.key(),
            request.uploadId(),
            request.partNumber(),
            request,
            contents.received(body));
    return Members.copy(part, UploadPartResponse.builder()).build();
  }

  @Override
  public UploadPartCopyResponse uploadPartCopy(UploadPartCopyRequest request) {
    requireBucket(request.destinationBucket());
    var source =
        source(
            request.getValueForField("CopySource", String.class),
            request.sourceBucket(),
            request.sourceKey(),
            request.sourceVersionId());
    var range =
        request.copySourceRange() == null
            ? Optional.<ByteRange>empty()
            : ByteRange.of(request.copySourceRange(), source.size());
    var part =
        uploads.copy(
            request.destinationBucket(),
            request.destinationKey(),
            request.uploadId(),
            request.partNumber(),
            source,
            range.orElse(new ByteRange(0, source.size())));
    return UploadPartCopyResponse.builder()
        .copyPartResult(Members.copy(part, CopyPartResult.builder()).build())
        .build();
  }

  @Override
  public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
    bucket(request);
    uploads.abort(request.bucket(), request.key(), request.uploadId());
    return AbortMultipartUploadResponse.builder().build();
  }
}
