package com.shangwellness.ops.deploy;

import com.shangwellness.ops.assembly.FileAsset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Puts assets into the bootstrap bucket; what is there already stays. */
final class AssetUpload {
  private final S3Client s3;
  private final String account;

  /**
   * Uploads to buckets of {@code account} only.
   *
   * @param account whose buckets they must be; a bucket of that name in foreign hands is refused
   */
  AssetUpload(S3Client s3, String account) {
    this.s3 = s3;
    this.account = account;
  }

  /** Uploads {@code asset} unless its key, which holds the content's hash, is there. */
  void upload(FileAsset asset) {
    if (isThere(asset)) {
      return;
    }
    try {
      var source = asset.zip() ? zip(asset.source()) : asset.source();
      s3.putObject(
          r -> r.bucket(asset.bucket()).key(asset.key()).expectedBucketOwner(account),
          RequestBody.fromFile(source));
      if (asset.zip()) {
        Files.delete(source);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(asset.source() + " cannot be uploaded", e);
    }
  }

  private boolean isThere(FileAsset asset) {
    try {
      s3.headObject(r -> r.bucket(asset.bucket()).key(asset.key()).expectedBucketOwner(account));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return false;
      }
      throw e;
    }
  }

  private static Path zip(Path folder) throws IOException {
    var file = Files.createTempFile("shang-asset", ".zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file));
        var walk = Files.walk(folder)) {
      for (var path : walk.filter(Files::isRegularFile).sorted().toList()) {
        var entry = new ZipEntry(folder.relativize(path).toString().replace('\\', '/'));
        entry.setLastModifiedTime(FileTime.fromMillis(315_532_800_000L)); // 1980, as the CDK does
        zip.putNextEntry(entry);
        Files.copy(path, zip);
        zip.closeEntry();
      }
    }
    return file;
  }
}
