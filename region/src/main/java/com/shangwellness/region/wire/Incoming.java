package com.shangwellness.region.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import software.amazon.awssdk.core.SdkBytes;

/** A request whose body is still on its way. */
final class Incoming {

  // S3 User Guide, "Uploading objects": the largest single upload.
  private static final long LARGEST_STREAM = 5L << 30;
  private static final String CHECKSUM_HEADER = "x-amz-checksum-";

  private final InputStream in;
  private WireRequest request;

  Incoming(WireRequest request, InputStream in) {
    this.request = request;
    this.in = in;
  }

  /** The request; once the body is read, with the headers that came after it. */
  WireRequest request() {
    return request;
  }

  /**
   * Reads a body into memory.
   *
   * @throws Fault.Refusal when it is over {@code limit} bytes, cut off, or encoded in a way that is
   *     not supported
   */
  Body.Held held(int limit) {
    if (declaredLength().orElse(0L) > limit) {
      throw tooLarge(limit);
    }
    var bytes = reading(() -> decoded().readNBytes(limit + 1));
    if (bytes.length > limit) {
      throw tooLarge(limit);
    }
    requireMd5(Checksum.MD5.of(bytes));
    return new Body.Held(SdkBytes.fromByteArrayUnsafe(bytes));
  }

  private static Fault.Refusal tooLarge(int limit) {
    return new Fault.Refusal(
        "RequestEntityTooLargeException",
        413,
        "The request is over the limit of " + limit + " bytes.");
  }

  // SDKs compress large requests (PutMetricData, for one).
  private InputStream decoded() throws IOException {
    if (S3Quirks.isChunked(request)) {
      return new Chunks(in);
    }
    if (isOfObject()) {
      return in;
    }
    var encoding = request.header("content-encoding").orElse("identity");
    return switch (encoding) {
      case "gzip" -> new GZIPInputStream(in);
      case "identity", "" -> in;
      default ->
          throw new Fault.Refusal(
              "UnsupportedMediaTypeException",
              415,
              "The content encoding " + encoding + " is not supported; gzip and identity are.");
    };
  }

  // CreateMultipartUpload has the encoding of the object that is to come.
  private boolean isOfObject() {
    return Credential.of(request).filter(c -> c.service().equals("s3")).isPresent();
  }

  /**
   * Receives a body of any length into {@code spool}.
   *
   * @throws Fault.Refusal when it is cut off, or is not what its checksums say
   */
  Body.Streamed streamed(Spool spool) {
    if (declaredLength().orElse(0L) > LARGEST_STREAM) {
      throw new Fault.Refusal(
          "EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size");
    }
    var chunks = new Chunks(in);
    boolean chunked = S3Quirks.isChunked(request);
    var content = reading(() -> spool.receive(chunked ? chunks : in, wantedChecksums()));
    if (chunked) {
      unframe(chunks.trailers());
    }
    try {
      requireLength(content);
      requireMd5(content.checksum(Checksum.MD5).orElseThrow());
      requireSha256(content);
    } catch (Fault.Refusal e) {
      content.discard();
      throw e;
    }
    return new Body.Streamed(content);
  }

  private Optional<Long> declaredLength() {
    return request
        .header("x-amz-decoded-content-length")
        .or(() -> request.header("content-length"))
        .map(
            text -> {
              try {
                return Long.valueOf(text);
              } catch (NumberFormatException e) {
                throw new Fault.Refusal("InvalidRequest", 400, text + " is no length of a body.");
              }
            });
  }

  private Set<Checksum> wantedChecksums() {
    var wanted = EnumSet.noneOf(Checksum.class);
    for (var name : request.headers().keySet()) {
      if (name.startsWith(CHECKSUM_HEADER)) {
        Checksum.named(name.substring(CHECKSUM_HEADER.length())).ifPresent(wanted::add);
      }
    }
    request
        .header("x-amz-trailer")
        .ifPresent(
            names ->
                Arrays.stream(names.split(",", -1))
                    .map(name -> name.strip().replace(CHECKSUM_HEADER, ""))
                    .forEach(name -> Checksum.named(name).ifPresent(wanted::add)));
    request.header("x-amz-sdk-checksum-algorithm").flatMap(Checksum::named).ifPresent(wanted::add);
    if (signedSha256().isPresent()) {
      wanted.add(Checksum.SHA256);
    }
    return wanted;
  }

  // Trailing headers stand for the same members as leading ones; the framing is no part of the
  // content's own encoding.
  private void unframe(Map<String, String> trailers) {
    var headers = new LinkedHashMap<>(request.headers());
    trailers.forEach((name, value) -> headers.putIfAbsent(name, List.of(value)));
    var encodings =
        Arrays.stream(request.header("content-encoding").orElse("").split(",", -1))
            .map(String::strip)
            .filter(encoding -> !encoding.isEmpty() && !encoding.equals("aws-chunked"))
            .collect(Collectors.joining(","));
    headers.remove("content-encoding");
    if (!encodings.isEmpty()) {
      headers.put("content-encoding", List.of(encodings));
    }
    request = new WireRequest(request.method(), request.path(), request.query(), headers);
  }

  private void requireLength(Spooled content) {
    var declared = declaredLength();
    if (declared.isPresent() && declared.get() != content.length()) {
      throw incomplete();
    }
  }

  private static Fault.Refusal incomplete() {
    return new Fault.Refusal(
        "IncompleteBody",
        400,
        "You did not provide the number of bytes specified by the Content-Length HTTP header");
  }

  private void requireMd5(byte[] actual) {
    var declared = request.header("content-md5");
    if (declared.isPresent()
        && !declared.get().equals(java.util.Base64.getEncoder().encodeToString(actual))) {
      throw new Fault.Refusal(
          "BadDigest", 400, "The Content-MD5 you specified did not match what we received.");
    }
  }

  private Optional<String> signedSha256() {
    return request.header("x-amz-content-sha256").filter(hash -> hash.matches("[0-9a-f]{64}"));
  }

  private void requireSha256(Spooled content) {
    var actual = content.checksum(Checksum.SHA256).map(HexFormat.of()::formatHex);
    if (signedSha256().isPresent() && !signedSha256().equals(actual)) {
      throw new Fault.Refusal(
          "XAmzContentSHA256Mismatch",
          400,
          "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T reading(Reading<T> reading) {
    try {
      return reading.read();
    } catch (ZipException e) {
      throw new Fault.Refusal(
          "SerializationException", 400, "The body is not gzip: " + e.getMessage());
    } catch (EOFException e) {
      throw incomplete();
    } catch (IOException e) {
      throw new Fault.Refusal(
          "RequestTimeout", 400, "The request's body could not be read in full: " + e.getMessage());
    }
  }
}
