package com.shangwellness.region.s3;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.wire.Checksum;
import com.shangwellness.region.wire.Spooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/** Objects that are uploaded in parts. */
final class Uploads {

  // S3 User Guide, "Amazon S3 multipart upload limits".
  private static final int LAST_PART = 10_000;
  private static final long SMALLEST_PART = 5L << 20;

  /** An upload under way. */
  record Upload(
      String id,
      String bucket,
      String key,
      Instant initiated,
      HeadObjectResponse head,
      Map<String, String> tags) {}

  /** A part that has arrived. */
  record Arrived(Piece piece, Part part) {}

  private final Table<Upload> uploads;
  private final Table<Arrived> parts;
  private final Objects objects;
  private final Contents contents;
  private final Timeline timeline;
  private final Ids ids;
  private final ObjectEvents events;

  Uploads(
      Store store,
      String region,
      Objects objects,
      Contents contents,
      Timeline timeline,
      Ids ids,
      ObjectEvents events) {
    this.uploads = store.table(region + "/s3.uploads", Upload.class);
    this.parts = store.table(region + "/s3.parts", Arrived.class);
    this.objects = objects;
    this.contents = contents;
    this.timeline = timeline;
    this.ids = ids;
    this.events = events;
  }

  CreateMultipartUploadResponse create(CreateMultipartUploadRequest request) {
    Objects.requireKey(request.key());
    var head = objects.described(request, HeadObjectResponse.builder(), request.bucket());
    var upload =
        new Upload(
            ids.alphanumeric(64),
            request.bucket(),
            request.key(),
            timeline.now(),
            head.build(),
            Objects.tags(request.tagging()));
    uploads.put(upload.id(), upload);
    return Members.copy(upload.head(), CreateMultipartUploadResponse.builder())
        .bucket(upload.bucket())
        .key(upload.key())
        .uploadId(upload.id())
        .checksumAlgorithm(request.checksumAlgorithmAsString())
        .checksumType(request.checksumTypeAsString())
        .build();
  }

  private Upload require(String bucket, String key, String id) {
    return uploads
        .get(id)
        .filter(upload -> upload.bucket().equals(bucket) && upload.key().equals(key))
        .orElseThrow(S3Errors::noSuchUpload);
  }

  /** Keeps a part, in place of one of the same number. */
  Part add(String bucket, String key, String id, int number, SdkPojo request, Spooled body) {
    require(bucket, key, id, number);
    Objects.requireChecksums(request, body);
    var described = Members.copy(request, Part.builder()).eTag(Objects.eTag(body));
    return keep(id, number, contents.keep(body), described);
  }

  private void require(String bucket, String key, String id, int number) {
    require(bucket, key, id);
    if (number < 1 || number > LAST_PART) {
      throw S3Errors.invalidArgument("Part number must be an integer between 1 and 10000");
    }
  }

  /** Keeps a part that is the bytes {@code range} of an object; they are not copied. */
  Part copy(String bucket, String key, String id, int number, Version source, ByteRange range) {
    require(bucket, key, id, number);
    var described = Part.builder().eTag(eTag(source, range));
    return keep(id, number, contents.link(source.pieces(), range), described);
  }

  // The MD5 of the bytes where it is known. Reading gigabytes to know it would hold the region up,
  // and an ETag "may or may not be an MD5 digest of the object data" (S3 API Reference, "Object").
  private static String eTag(Version source, ByteRange range) {
    var whole = source.head().eTag();
    if (range.length() == source.size() && !whole.contains("-")) {
      return whole;
    }
    var said = whole + " " + range.from() + "+" + range.length();
    return "\""
        + HexFormat.of().formatHex(Checksum.MD5.of(said.getBytes(StandardCharsets.UTF_8)))
        + "\"";
  }

  private Part keep(String id, int number, Piece piece, Part.Builder described) {
    var place = place(id, number);
    parts.get(place).ifPresent(before -> contents.release(List.of(before.piece())));
    var part = described.partNumber(number).size(piece.size()).lastModified(timeline.now()).build();
    return parts.put(place, new Arrived(piece, part)).part();
  }

  private static String place(String id, int number) {
    return id + "/%05d".formatted(number);
  }

  CompleteMultipartUploadResponse complete(CompleteMultipartUploadRequest request) {
    var upload = require(request.bucket(), request.key(), request.uploadId());
    Conditions.of(request.ifMatch(), request.ifNoneMatch(), null, null)
        .requireForWriting(objects.present(upload.bucket(), upload.key()));
    var chosen = chosen(upload, request.multipartUpload().parts());
    var head = upload.head().toBuilder();
    Members.copy(request, head);
    head.eTag(eTag(chosen));
    var pieces = chosen.stream().map(Arrived::piece).toList();
    var version = objects.add(upload.bucket(), upload.key(), pieces, head, upload.tags());
    events.created(version, "CompleteMultipartUpload");
    forget(upload, pieces);
    return Members.copy(version.head(), CompleteMultipartUploadResponse.builder())
        .bucket(upload.bucket())
        .key(upload.key())
        .location("/" + upload.bucket() + "/" + upload.key())
        .versionId(objects.told(version))
        .build();
  }

  private List<Arrived> chosen(Upload upload, List<CompletedPart> wanted) {
    var chosen = new ArrayList<Arrived>();
    int last = 0;
    for (var part : wanted) {
      if (part.partNumber() <= last) {
        throw S3Errors.of("InvalidPartOrder", 400, "The list of parts was not in ascending order.");
      }
      last = part.partNumber();
      var arrived =
          parts
              .get(place(upload.id(), last))
              .filter(a -> unquoted(a.part().eTag()).equals(unquoted(part.eTag())))
              .orElseThrow(Uploads::invalidPart);
      chosen.add(arrived);
    }
    if (chosen.isEmpty()) {
      throw S3Errors.of("MalformedXML", 400, "The XML you provided was not well-formed");
    }
    if (chosen.subList(0, chosen.size() - 1).stream()
        .anyMatch(arrived -> arrived.piece().size() < SMALLEST_PART)) {
      throw S3Errors.of(
          "EntityTooSmall",
          400,
          "Your proposed upload is smaller than the minimum allowed object size.");
    }
    return chosen;
  }

  private static software.amazon.awssdk.awscore.exception.AwsServiceException invalidPart() {
    return S3Errors.of(
        "InvalidPart",
        400,
        "One or more of the specified parts could not be found. The part might not have been"
            + " uploaded, or the specified entity tag might not have matched the part's entity"
            + " tag.");
  }

  private static String unquoted(String eTag) {
    return String.valueOf(eTag).replace("\"", "");
  }

  // The MD5 of the parts' MD5s, and how many there are.
  private static String eTag(List<Arrived> chosen) {
    var all = new ByteArrayOutputStream();
    chosen.forEach(a -> all.writeBytes(HexFormat.of().parseHex(unquoted(a.part().eTag()))));
    var digest = HexFormat.of().formatHex(Checksum.MD5.of(all.toByteArray()));
    return "\"" + digest + "-" + chosen.size() + "\"";
  }

  void abort(String bucket, String key, String id) {
    forget(require(bucket, key, id), List.of());
  }

  private void forget(Upload upload, List<Piece> kept) {
    uploads.remove(upload.id());
    for (var arrived : parts.withPrefix(upload.id() + "/")) {
      parts.remove(place(upload.id(), arrived.part().partNumber()));
      if (!kept.contains(arrived.piece())) {
        contents.release(List.of(arrived.piece()));
      }
    }
  }

  ListPartsResponse list(ListPartsRequest request) {
    var upload = require(request.bucket(), request.key(), request.uploadId());
    int marker = request.partNumberMarker() == null ? 0 : request.partNumberMarker();
    int most = request.maxParts() == null ? 1000 : Math.min(1000, request.maxParts());
    var rest =
        parts.withPrefix(upload.id() + "/").stream()
            .map(Arrived::part)
            .filter(part -> part.partNumber() > marker)
            .toList();
    var page = rest.subList(0, Math.min(most, rest.size()));
    return ListPartsResponse.builder()
        .bucket(upload.bucket())
        .key(upload.key())
        .uploadId(upload.id())
        .partNumberMarker(marker)
        .maxParts(most)
        .parts(page)
        .isTruncated(page.size() < rest.size())
        .nextPartNumberMarker(page.isEmpty() ? marker : page.getLast().partNumber())
        .build();
  }

  ListMultipartUploadsResponse list(ListMultipartUploadsRequest request) {
    var prefix = request.prefix() == null ? "" : request.prefix();
    var found =
        uploads.stream()
            .filter(u -> u.bucket().equals(request.bucket()) && u.key().startsWith(prefix))
            .map(
                u ->
                    MultipartUpload.builder()
                        .key(u.key())
                        .uploadId(u.id())
                        .initiated(u.initiated())
                        .build())
            .toList();
    return ListMultipartUploadsResponse.builder()
        .bucket(request.bucket())
        .prefix(request.prefix())
        .uploads(found)
        .isTruncated(false)
        .build();
  }

  /** Whether uploads to the bucket are under way. */
  boolean any(String bucket) {
    return uploads.stream().anyMatch(upload -> upload.bucket().equals(bucket));
  }

  /** The files of parts that have arrived. */
  Set<String> files() {
    var files = new LinkedHashSet<String>();
    parts.stream().forEach(arrived -> files.addAll(Contents.names(List.of(arrived.piece()))));
    return files;
  }
}
