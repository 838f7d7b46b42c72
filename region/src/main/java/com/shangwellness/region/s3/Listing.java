package com.shangwellness.region.s3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists objects and their versions, in pages. */
final class Listing {

  private static final int LARGEST_PAGE = 1000;

  private final Versions versions;
  private final Owner owner;

  Listing(Versions versions, Owner owner) {
    this.versions = versions;
    this.owner = owner;
  }

  /**
   * What a list is to have.
   *
   * @param after the key, or the common prefix, that the page begins after
   * @param afterVersion the version of that key; empty for after all of them
   */
  private record Query(
      String bucket, String prefix, String delimiter, String after, String afterVersion, int most) {

    static Query of(
        String bucket,
        String prefix,
        String delimiter,
        String after,
        String afterVersion,
        Integer most) {
      if (most != null && most < 0) {
        throw S3Errors.invalidArgument(
            "Argument maxKeys must be an integer between 0 and 2147483647");
      }
      return new Query(
          bucket,
          orEmpty(prefix),
          orEmpty(delimiter),
          orEmpty(after),
          orEmpty(afterVersion),
          most == null ? LARGEST_PAGE : Math.min(most, LARGEST_PAGE));
    }

    private static String orEmpty(String text) {
      return text == null ? "" : text;
    }

    boolean isPast(String key) {
      boolean inPrefixBefore =
          !delimiter.isEmpty() && after.endsWith(delimiter) && key.startsWith(after);
      return !inPrefixBefore && key.compareTo(after) > 0;
    }
  }

  /** One page of a list. */
  private static final class Page {
    private final List<Version> versions = new ArrayList<>();
    private final Set<String> prefixes = new LinkedHashSet<>();
    private boolean truncated;
    private String lastName = "";
    private String lastVersion = "";

    int size() {
      return versions.size() + prefixes.size();
    }

    /** Takes a version in; false when the page is full. */
    boolean add(Version version, Query query) {
      int end =
          query.delimiter.isEmpty()
              ? -1
              : version.key().indexOf(query.delimiter, query.prefix.length());
      var name =
          end < 0 ? version.key() : version.key().substring(0, end + query.delimiter.length());
      if (end >= 0 && prefixes.contains(name)) {
        return true;
      }
      if (size() >= query.most) {
        truncated = query.most > 0;
        return false;
      }
      if (end < 0) {
        versions.add(version);
      } else {
        prefixes.add(name);
      }
      lastName = name;
      lastVersion = end < 0 ? version.id() : "";
      return true;
    }

    List<CommonPrefix> commonPrefixes(UnaryOperator<String> encoding) {
      return prefixes.stream()
          .map(prefix -> CommonPrefix.builder().prefix(encoding.apply(prefix)).build())
          .toList();
    }
  }

  private Page objects(Query query) {
    var page = new Page();
    var key = "";
    boolean first = true;
    for (var version : versions.of(query.bucket, query.prefix)) {
      boolean newest = first || !version.key().equals(key);
      first = false;
      key = version.key();
      if (newest && !version.marker() && query.isPast(key) && !page.add(version, query)) {
        break;
      }
    }
    return page;
  }

  private Page versions(Query query) {
    var page = new Page();
    boolean passed = query.afterVersion.isEmpty();
    for (var version : versions.of(query.bucket, query.prefix)) {
      boolean wanted = query.isPast(version.key());
      if (!passed && version.key().equals(query.after)) {
        passed = version.id().equals(query.afterVersion);
      } else if (!query.afterVersion.isEmpty() && version.key().equals(query.after)) {
        wanted = true;
      }
      if (wanted && !page.add(version, query)) {
        break;
      }
    }
    return page;
  }

  // Keys may have characters that XML has not; "+" and "%20" are read alike by all clients so.
  private static UnaryOperator<String> encoding(EncodingType type) {
    return type == EncodingType.URL
        ? text ->
            text == null
                ? null
                : URLEncoder.encode(text, StandardCharsets.UTF_8)
                    .replace("+", "%20")
                    .replace("%2F", "/")
        : UnaryOperator.identity();
  }

  ListObjectsV2Response list(ListObjectsV2Request request) {
    var after =
        request.continuationToken() == null
            ? request.startAfter()
            : decoded(request.continuationToken());
    var query =
        Query.of(
            request.bucket(),
            request.prefix(),
            request.delimiter(),
            after,
            null,
            request.maxKeys());
    var page = objects(query);
    var encoding = encoding(request.encodingType());
    boolean withOwner = Boolean.TRUE.equals(request.fetchOwner());
    return ListObjectsV2Response.builder()
        .name(request.bucket())
        .prefix(encoding.apply(query.prefix))
        .delimiter(encoding.apply(request.delimiter()))
        .startAfter(encoding.apply(request.startAfter()))
        .continuationToken(request.continuationToken())
        .nextContinuationToken(page.truncated ? encoded(page.lastName) : null)
        .isTruncated(page.truncated)
        .keyCount(page.size())
        .maxKeys(query.most)
        .encodingType(request.encodingTypeAsString())
        .contents(contents(page, encoding, withOwner))
        .commonPrefixes(page.commonPrefixes(encoding))
        .build();
  }

  private static String encoded(String name) {
    return Base64.getUrlEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw S3Errors.invalidArgument("The continuation token provided is incorrect");
    }
  }

  ListObjectsResponse list(ListObjectsRequest request) {
    var query =
        Query.of(
            request.bucket(),
            request.prefix(),
            request.delimiter(),
            request.marker(),
            null,
            request.maxKeys());
    var page = objects(query);
    var encoding = encoding(request.encodingType());
    return ListObjectsResponse.builder()
        .name(request.bucket())
        .prefix(encoding.apply(query.prefix))
        .delimiter(encoding.apply(request.delimiter()))
        .marker(encoding.apply(query.after))
        .nextMarker(page.truncated ? encoding.apply(page.lastName) : null)
        .isTruncated(page.truncated)
        .maxKeys(query.most)
        .encodingType(request.encodingTypeAsString())
        .contents(contents(page, encoding, true))
        .commonPrefixes(page.commonPrefixes(encoding))
        .build();
  }

  private List<S3Object> contents(Page page, UnaryOperator<String> encoding, boolean withOwner) {
    return page.versions.stream()
        .map(
            version ->
                S3Object.builder()
                    .key(encoding.apply(version.key()))
                    .size(version.size())
                    .eTag(version.head().eTag())
                    .lastModified(version.head().lastModified())
                    .storageClass(storageClass(version))
                    .owner(withOwner ? owner : null)
                    .build())
        .toList();
  }

  private static String storageClass(Version version) {
    var given = version.head().storageClassAsString();
    return given == null ? "STANDARD" : given;
  }

  ListObjectVersionsResponse list(ListObjectVersionsRequest request) {
    var query =
        Query.of(
            request.bucket(),
            request.prefix(),
            request.delimiter(),
            request.keyMarker(),
            request.versionIdMarker(),
            request.maxKeys());
    var page = versions(query);
    var encoding = encoding(request.encodingType());
    var response =
        ListObjectVersionsResponse.builder()
            .name(request.bucket())
            .prefix(encoding.apply(query.prefix))
            .delimiter(encoding.apply(request.delimiter()))
            .keyMarker(encoding.apply(query.after))
            .versionIdMarker(query.afterVersion)
            .isTruncated(page.truncated)
            .maxKeys(query.most)
            .encodingType(request.encodingTypeAsString())
            .commonPrefixes(page.commonPrefixes(encoding))
            .versions(objectVersions(page, encoding))
            .deleteMarkers(markers(page, encoding));
    if (page.truncated) {
      response.nextKeyMarker(encoding.apply(page.lastName)).nextVersionIdMarker(page.lastVersion);
    }
    return response.build();
  }

  private boolean isLatest(Version version) {
    return versions.newest(version.bucket(), version.key()).filter(version::equals).isPresent();
  }

  private List<ObjectVersion> objectVersions(Page page, UnaryOperator<String> encoding) {
    return page.versions.stream()
        .filter(version -> !version.marker())
        .map(
            version ->
                ObjectVersion.builder()
                    .key(encoding.apply(version.key()))
                    .versionId(version.id())
                    .isLatest(isLatest(version))
                    .size(version.size())
                    .eTag(version.head().eTag())
                    .lastModified(version.head().lastModified())
                    .storageClass(storageClass(version))
                    .owner(owner)
                    .build())
        .toList();
  }

  private List<DeleteMarkerEntry> markers(Page page, UnaryOperator<String> encoding) {
    return page.versions.stream()
        .filter(Version::marker)
        .map(
            version ->
                DeleteMarkerEntry.builder()
                    .key(encoding.apply(version.key()))
                    .versionId(version.id())
                    .isLatest(isLatest(version))
                    .lastModified(version.head().lastModified())
                    .owner(owner)
                    .build())
        .toList();
  }
}
