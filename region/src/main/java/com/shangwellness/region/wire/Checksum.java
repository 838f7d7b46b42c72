package com.shangwellness.region.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The checksums that S3 knows, by S3's names for them. */
public enum Checksum {
  /** Of the Content-MD5 header, and of ETags. */
  MD5,
  /** {@code x-amz-checksum-crc32}. */
  CRC32,
  /** {@code x-amz-checksum-crc32c}. */
  CRC32C,
  /** {@code x-amz-checksum-crc64nvme}. */
  CRC64NVME,
  /** {@code x-amz-checksum-sha1}. */
  SHA1,
  /** {@code x-amz-checksum-sha256}. */
  SHA256;

  /** A checksum in the making. */
  interface Running {
    void update(byte[] bytes, int length);

    byte[] value();
  }

  /** Begins a checksum of nothing. */
  Running begin() {
    return switch (this) {
      case MD5 -> digest("MD5");
      case CRC32 -> crc(new CRC32());
      case CRC32C -> crc(new CRC32C());
      case CRC64NVME -> new Crc64Nvme();
      case SHA1 -> digest("SHA-1");
      case SHA256 -> digest("SHA-256");
    };
  }

  /** The checksum of {@code bytes}. */
  public byte[] of(byte[] bytes) {
    var running = begin();
    running.update(bytes, bytes.length);
    return running.value();
  }

  /** The checksum that S3 calls {@code name}, in any case, for example {@code crc32c}. */
  public static Optional<Checksum> named(String name) {
    return Arrays.stream(values()).filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
  }

  private static Running digest(String algorithm) {
    try {
      var digest = MessageDigest.getInstance(algorithm);
      return new Running() {
        @Override
        public void update(byte[] bytes, int length) {
          digest.update(bytes, 0, length);
        }

        @Override
        public byte[] value() {
          return digest.digest();
        }
      };
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Running crc(java.util.zip.Checksum crc) {
    return new Running() {
      @Override
      public void update(byte[] bytes, int length) {
        crc.update(bytes, 0, length);
      }

      @Override
      public byte[] value() {
        return HexFormat.of().parseHex(HexFormat.of().toHexDigits((int) crc.getValue()));
      }
    };
  }

  /** CRC-64/NVME: polynomial ad93d23594c93659, reflected, all ones before and after. */
  private static final class Crc64Nvme implements Running {
    private static final long[] TABLE = table();
    private long crc = -1;

    private static long[] table() {
      var table = new long[256];
      for (int i = 0; i < table.length; i++) {
        long value = i;
        for (int bit = 0; bit < 8; bit++) {
          value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ 0x9A6C9329AC4BC9B5L;
        }
        table[i] = value;
      }
      return table;
    }

    @Override
    public void update(byte[] bytes, int length) {
      for (int i = 0; i < length; i++) {
        crc = TABLE[(int) (crc ^ bytes[i]) & 0xFF] ^ (crc >>> 8);
      }
    }

    @Override
    public byte[] value() {
      return HexFormat.of().parseHex(HexFormat.of().toHexDigits(~crc));
    }
  }
}
