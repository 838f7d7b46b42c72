package com.shangwellness.region.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.http.SdkHttpMethod;

/** All in which S3 differs from other REST-XML services. */
final class S3Quirks implements RestDialect.Notation {

  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  // S3 User Guide, "Virtual hosting of buckets"; *.localhost resolves to this machine.
  private static final Pattern VIRTUAL_HOST =
      Pattern.compile(
          "(.+?)\\.(s3[.-](dualstack\\.)?([a-z0-9-]+\\.)?amazonaws\\.com"
              + "|(s3\\.)?localhost|s3\\.localhost\\.localstack\\.cloud)(:\\d+)?");

  // The names of answers' root elements, where they are not the operation's name and Result
  // (S3 API Reference, "Response Syntax" of each).
  private static final Map<String, String> ROOTS =
      Map.ofEntries(
          Map.entry("ListBuckets", "ListAllMyBucketsResult"),
          Map.entry("ListDirectoryBuckets", "ListAllMyDirectoryBucketsResult"),
          Map.entry("ListObjects", "ListBucketResult"),
          Map.entry("ListObjectsV2", "ListBucketResult"),
          Map.entry("ListObjectVersions", "ListVersionsResult"),
          Map.entry("CreateMultipartUpload", "InitiateMultipartUploadResult"),
          Map.entry("DeleteObjects", "DeleteResult"),
          Map.entry("GetBucketAcl", "AccessControlPolicy"),
          Map.entry("GetObjectAcl", "AccessControlPolicy"),
          Map.entry("GetBucketCors", "CORSConfiguration"),
          Map.entry("GetBucketLifecycleConfiguration", "LifecycleConfiguration"),
          Map.entry("GetBucketLogging", "BucketLoggingStatus"),
          Map.entry("GetBucketNotificationConfiguration", "NotificationConfiguration"),
          Map.entry("GetBucketRequestPayment", "RequestPaymentConfiguration"),
          Map.entry("GetBucketTagging", "Tagging"),
          Map.entry("GetObjectTagging", "Tagging"),
          Map.entry("GetBucketVersioning", "VersioningConfiguration"),
          Map.entry("GetBucketWebsite", "WebsiteConfiguration"),
          Map.entry("GetBucketAccelerateConfiguration", "AccelerateConfiguration"));

  /** A path whose first part, or a host whose first part, is a bucket. */
  record Address(Optional<String> bucket, String path) {}

  /** The bucket that a request is about, and its path without it. */
  static Address address(WireRequest request) {
    var host = VIRTUAL_HOST.matcher(request.header("host").orElse("").toLowerCase(Locale.ROOT));
    if (host.matches()) {
      return new Address(Optional.of(host.group(1)), request.path());
    }
    var parts = request.path().substring(1).split("/", 2);
    if (parts[0].isEmpty()) {
      return new Address(Optional.empty(), request.path());
    }
    var bucket = WireRequest.decoded(parts[0].replace("+", "%2B"));
    return new Address(Optional.of(bucket), "/" + (parts.length > 1 ? parts[1] : ""));
  }

  /** Operations' paths do not name the bucket; a member of this name does. */
  static boolean isBucket(SdkField<?> field) {
    return field.location() == MarshallLocation.PATH && field.locationName().equals("Bucket");
  }

  /** CopyObject differs from PutObject by this header, which is not marked as required. */
  static boolean isCopySource(SdkField<?> field) {
    return field.locationName().equals("x-amz-copy-source");
  }

  /** Whether a body comes in AWS's own chunks, with signatures or checksums between. */
  static boolean isChunked(WireRequest request) {
    return request.headers().containsKey("x-amz-decoded-content-length")
        || request.headers().getOrDefault("content-encoding", List.of()).stream()
            .anyMatch(encoding -> encoding.contains("aws-chunked"));
  }

  @Override
  public Value read(byte[] body) {
    return XmlValue.parse(body);
  }

  @Override
  public byte[] write(SdkField<?> payload, SdkPojo value, Operation operation) {
    var xml = new XmlWriter();
    xml.element(payload, payload.unmarshallLocationName(), value);
    return xml.bytes();
  }

  @Override
  public byte[] write(SdkPojo response, Operation operation) {
    if (hasOwnForm(operation)) {
      return location(response);
    }
    boolean empty =
        response.sdkFields().stream().noneMatch(f -> Fields.inBody(f, response).isPresent());
    if (empty && !operation.name().matches("(Get|List|Delete.*s$).*")) {
      return new byte[0];
    }
    var root = ROOTS.getOrDefault(operation.name(), operation.name() + "Result");
    return new XmlWriter().open(root, NAMESPACE).members(response).close(root).bytes();
  }

  @Override
  public boolean hasOwnForm(Operation operation) {
    return operation.name().equals("GetBucketLocation");
  }

  // The one answer whose member is the root element itself; empty means us-east-1.
  private static byte[] location(SdkPojo response) {
    var location =
        response.sdkFields().stream()
            .filter(f -> f.memberName().equals("LocationConstraint"))
            .flatMap(f -> Fields.value(f, response).stream())
            .findFirst()
            .map(Object::toString)
            .orElse("");
    var xml = new XmlWriter().open("LocationConstraint", NAMESPACE);
    return xml.content(location).close("LocationConstraint").bytes();
  }

  @Override
  public byte[] error(Fault fault, String requestId) {
    var xml = new XmlWriter().open("Error");
    xml.text("Code", fault.code()).text("Message", fault.message());
    fault.details().ifPresent(xml::members);
    return xml.text("RequestId", requestId).close("Error").bytes();
  }

  // Parts of objects are 206, and deletions have no content (S3 API Reference).
  @Override
  public int status(Operation operation, SdkPojo response) {
    if (RestBinding.headers(response).containsKey("Content-Range")) {
      return 206;
    }
    boolean deletes = operation.info().httpMethod() == SdkHttpMethod.DELETE;
    return deletes ? 204 : RestBinding.status(response);
  }

  @Override
  public String contentType() {
    return "application/xml";
  }

  @Override
  public String malformedCode() {
    return "MalformedXML";
  }
}
