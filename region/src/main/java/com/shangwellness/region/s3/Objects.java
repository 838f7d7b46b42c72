package com.shangwellness.region.s3;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.wire.Checksum;
import com.shangwellness.region.wire.Spooled;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** Writes and deletes objects. */
final class Objects {

  // S3 User Guide, "Object tags".
  private static final int MOST_TAGS = 10;

  private final Versions versions;
  private final Contents contents;
  private final Settings settings;
  private final Timeline timeline;
  private final Ids ids;
  private final ObjectEvents events;

  Objects(
      Versions versions,
      Contents contents,
      Settings settings,
      Timeline timeline,
      Ids ids,
      ObjectEvents events) {
    this.versions = versions;
    this.contents = contents;
    this.settings = settings;
    this.timeline = timeline;
    this.ids = ids;
    this.events = events;
  }

  PutObjectResponse put(PutObjectRequest request, RequestBody body) {
    var there = present(request.bucket(), request.key());
    Conditions.of(request.ifMatch(), request.ifNoneMatch(), null, null).requireForWriting(there);
    requireKey(request.key());
    var tags = tags(request.tagging());
    var received = contents.received(body);
    requireChecksums(request, received);
    var head = described(request, HeadObjectResponse.builder(), request.bucket());
    head.eTag(eTag(received));
    received
        .checksum(Checksum.CRC32)
        .filter(crc -> request.checksumAlgorithm() == null && !hasChecksum(request))
        .ifPresent(crc -> head.checksumCRC32(Base64.getEncoder().encodeToString(crc)));
    var version =
        add(request.bucket(), request.key(), List.of(contents.keep(received)), head, tags);
    events.created(version, "PutObject");
    return Members.copy(version.head(), PutObjectResponse.builder())
        .versionId(told(version))
        .build();
  }

  static void requireKey(String key) {
    if (key.getBytes(StandardCharsets.UTF_8).length > 1024) {
      throw S3Errors.of("KeyTooLongError", 400, "Your key is too long");
    }
  }

  static String eTag(Spooled received) {
    return "\"" + HexFormat.of().formatHex(received.checksum(Checksum.MD5).orElseThrow()) + "\"";
  }

  /** What a writer says of an object, as readers will be told it. */
  HeadObjectResponse.Builder described(
      SdkPojo request, HeadObjectResponse.Builder head, String bucket) {
    Members.copy(request, head);
    if (head.build().serverSideEncryption() == null) {
      encryptAsTheBucketSays(head, bucket);
    }
    if (head.build().contentType() == null) {
      head.contentType("binary/octet-stream");
    }
    return head;
  }

  // S3 encrypts all objects; with its own keys unless the bucket or the request names one.
  private void encryptAsTheBucketSays(HeadObjectResponse.Builder head, String bucket) {
    var rule =
        settings
            .encryption
            .get(bucket)
            .flatMap(encryption -> encryption.rules().stream().findFirst())
            .map(r -> r.applyServerSideEncryptionByDefault());
    head.serverSideEncryption(
        rule.map(r -> r.sseAlgorithmAsString()).orElse(ServerSideEncryption.AES256.toString()));
    rule.ifPresent(r -> head.ssekmsKeyId(r.kmsMasterKeyID()));
  }

  private static boolean hasChecksum(SdkPojo request) {
    return request.sdkFields().stream()
        .anyMatch(
            field -> isChecksum(field.memberName()) && field.getValueOrDefault(request) != null);
  }

  private static boolean isChecksum(String member) {
    return member.startsWith("Checksum")
        && Checksum.named(member.substring("Checksum".length())).isPresent();
  }

  /** Refuses a body that is not what {@code request}'s checksums say. */
  static void requireChecksums(SdkPojo request, Spooled body) {
    for (var field : request.sdkFields()) {
      var said = isChecksum(field.memberName()) ? field.getValueOrDefault(request) : null;
      if (said != null) {
        var kind = Checksum.named(field.memberName().substring("Checksum".length())).orElseThrow();
        var actual = body.checksum(kind).map(Base64.getEncoder()::encodeToString);
        if (actual.isPresent() && !actual.get().equals(said)) {
          throw S3Errors.of(
              "BadDigest",
              400,
              "The " + kind + " you specified did not match the calculated checksum.");
        }
      }
    }
  }

  /** Makes a version the newest of its key; where versions are not kept, in place of the others. */
  Version add(
      String bucket,
      String key,
      List<Piece> pieces,
      HeadObjectResponse.Builder head,
      Map<String, String> tags) {
    var id = newId(bucket);
    replaceNull(bucket, key, id);
    long size = pieces.stream().mapToLong(Piece::size).sum();
    head.contentLength(size).lastModified(timeline.now()).acceptRanges("bytes");
    if (settings.hasVersions(bucket)) {
      head.versionId(id);
    }
    var version = new Version(bucket, key, versions.next(), id, false, pieces, tags, head.build());
    versions.put(version);
    return version;
  }

  private String newId(String bucket) {
    return settings.keepsVersions(bucket) ? ids.alphanumeric(32) : Version.NULL;
  }

  private void replaceNull(String bucket, String key, String id) {
    if (id.equals(Version.NULL)) {
      versions.find(bucket, key, id).ifPresent(this::erase);
    }
  }

  private void erase(Version version) {
    versions.remove(version);
    contents.release(version.pieces());
  }

  /** The version's id, where versions are told of. */
  String told(Version version) {
    return settings.hasVersions(version.bucket()) ? version.id() : null;
  }

  /** The object that is there now. */
  Optional<Version> present(String bucket, String key) {
    return versions.newest(bucket, key).filter(version -> !version.marker());
  }

  /**
   * The version that a reader asks for.
   *
   * @param versionId null for the newest
   */
  Version require(String bucket, String key, String versionId) {
    if (versionId == null) {
      return present(bucket, key).orElseThrow(S3Errors::noSuchKey);
    }
    var version = versions.find(bucket, key, versionId).orElseThrow(S3Errors::noSuchVersion);
    if (version.marker()) {
      throw S3Errors.of(
          "MethodNotAllowed", 405, "The specified method is not allowed against this resource.");
    }
    return version;
  }

  DeleteObjectResponse delete(DeleteObjectRequest request) {
    if (request.ifMatch() != null) {
      Conditions.of(request.ifMatch(), null, null, null)
          .requireForWriting(present(request.bucket(), request.key()));
    }
    var deleted = delete(request.bucket(), request.key(), request.versionId());
    return DeleteObjectResponse.builder()
        .versionId(deleted.versionId())
        .deleteMarker(deleted.deleteMarker())
        .build();
  }

  private DeletedObject delete(String bucket, String key, String versionId) {
    if (versionId != null) {
      var version = versions.find(bucket, key, versionId);
      version.ifPresent(this::delete);
      return DeletedObject.builder()
          .versionId(versionId)
          .deleteMarker(version.filter(Version::marker).isPresent() ? true : null)
          .build();
    }
    if (!settings.hasVersions(bucket)) {
      versions.newest(bucket, key).ifPresent(this::delete);
      return DeletedObject.builder().build();
    }
    var id = newId(bucket);
    replaceNull(bucket, key, id);
    var head = HeadObjectResponse.builder().lastModified(timeline.now()).build();
    var marker = new Version(bucket, key, versions.next(), id, true, List.of(), Map.of(), head);
    versions.put(marker);
    events.hidden(marker);
    return DeletedObject.builder().versionId(id).deleteMarker(true).build();
  }

  private void delete(Version version) {
    erase(version);
    events.deleted(version);
  }

  DeleteObjectsResponse delete(DeleteObjectsRequest request) {
    var deleted = new ArrayList<DeletedObject>();
    var errors = new ArrayList<S3Error>();
    for (var object : request.delete().objects()) {
      try {
        var gone =
            delete(
                DeleteObjectRequest.builder()
                    .bucket(request.bucket())
                    .key(object.key())
                    .versionId(object.versionId())
                    .ifMatch(object.eTag())
                    .build());
        deleted.add(deleted(object.key(), object.versionId(), gone));
      } catch (AwsServiceException e) {
        errors.add(
            S3Error.builder()
                .key(object.key())
                .versionId(object.versionId())
                .code(AwsErrors.code(e))
                .message(AwsErrors.message(e))
                .build());
      }
    }
    boolean quiet = Boolean.TRUE.equals(request.delete().quiet());
    return DeleteObjectsResponse.builder()
        .deleted(quiet ? List.of() : deleted)
        .errors(errors)
        .build();
  }

  private static DeletedObject deleted(String key, String versionId, DeleteObjectResponse gone) {
    return DeletedObject.builder()
        .key(key)
        .versionId(versionId)
        .deleteMarker(gone.deleteMarker())
        .deleteMarkerVersionId(
            Boolean.TRUE.equals(gone.deleteMarker()) && versionId == null ? gone.versionId() : null)
        .build();
  }

  /** Copies {@code source}, an object of this region. */
  CopyObjectResponse copy(CopyObjectRequest request, Version source) {
    Conditions.of(
            request.copySourceIfMatch(),
            request.copySourceIfNoneMatch(),
            request.copySourceIfModifiedSince(),
            request.copySourceIfUnmodifiedSince())
        .requireForReading(source);
    Conditions.of(request.ifMatch(), request.ifNoneMatch(), null, null)
        .requireForWriting(present(request.destinationBucket(), request.destinationKey()));
    boolean replace = request.metadataDirective() == MetadataDirective.REPLACE;
    if (!replace && isItself(request, source)) {
      throw S3Errors.of(
          "InvalidRequest",
          400,
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
    var tags =
        request.taggingDirective() == TaggingDirective.REPLACE
            ? tags(request.tagging())
            : source.tags();
    var head = HeadObjectResponse.builder();
    if (replace) {
      described(request, head, request.destinationBucket());
      head.eTag(source.head().eTag());
    } else {
      Members.copy(source.head(), head);
      head.versionId(null);
    }
    var version =
        add(
            request.destinationBucket(),
            request.destinationKey(),
            contents.link(source.pieces()),
            head,
            tags);
    events.created(version, "CopyObject");
    return Members.copy(version.head(), CopyObjectResponse.builder())
        .versionId(told(version))
        .copySourceVersionId(told(source))
        .copyObjectResult(Members.copy(version.head(), CopyObjectResult.builder()).build())
        .build();
  }

  private boolean isItself(CopyObjectRequest request, Version source) {
    return source.bucket().equals(request.destinationBucket())
        && source.key().equals(request.destinationKey())
        && request.storageClass() == null
        && request.serverSideEncryption() == null
        && present(source.bucket(), source.key()).filter(source::equals).isPresent();
  }

  /** The tags that a header spells, {@code a=b&c=d}; null spells none. */
  static Map<String, String> tags(String header) {
    var tags = new LinkedHashMap<String, String>();
    if (header != null && !header.isEmpty()) {
      for (var pair : header.split("&", -1)) {
        var parts = pair.split("=", 2);
        var value = parts.length > 1 ? parts[1] : "";
        if (tags.put(decoded(parts[0]), decoded(value)) != null) {
          throw S3Errors.invalidArgument("Cannot provide multiple Tags with the same key");
        }
      }
    }
    return checked(tags);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw S3Errors.invalidArgument("The header 'x-amz-tagging' shall be encoded as UTF-8");
    }
  }

  /** The tags of a list, which must differ in their keys. */
  static Map<String, String> tags(List<Tag> list) {
    var tags = new LinkedHashMap<String, String>();
    for (var tag : list) {
      if (tags.put(tag.key(), tag.value()) != null) {
        throw S3Errors.of("InvalidTag", 400, "Cannot provide multiple Tags with the same key");
      }
    }
    return checked(tags);
  }

  private static Map<String, String> checked(Map<String, String> tags) {
    if (tags.size() > MOST_TAGS) {
      throw S3Errors.of("BadRequest", 400, "Object tags cannot be greater than 10");
    }
    return tags;
  }

  /** Gives {@code version} other tags. */
  void tag(Version version, Map<String, String> tags) {
    versions.put(
        new Version(
            version.bucket(),
            version.key(),
            version.sequence(),
            version.id(),
            version.marker(),
            version.pieces(),
            tags,
            version.head()));
    events.tagged(version, !tags.isEmpty());
  }
}
