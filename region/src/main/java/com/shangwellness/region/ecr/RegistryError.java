package com.shangwellness.region.ecr;

/** A refusal of the registry, by the codes of the OCI distribution specification. */
final class RegistryError extends RuntimeException {

  private final transient int status;
  private final transient String code;

  RegistryError(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  static RegistryError nameInvalid(String name) {
    return new RegistryError(400, "NAME_INVALID", "invalid repository name: " + name);
  }

  static RegistryError blobUnknown(String digest) {
    return new RegistryError(404, "BLOB_UNKNOWN", "blob unknown to registry: " + digest);
  }

  static RegistryError manifestUnknown(String reference) {
    return new RegistryError(404, "MANIFEST_UNKNOWN", "Requested image not found: " + reference);
  }

  static RegistryError uploadUnknown(String upload) {
    return new RegistryError(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown: " + upload);
  }

  static RegistryError digestInvalid(String message) {
    return new RegistryError(400, "DIGEST_INVALID", message);
  }

  static RegistryError unsupported(String what) {
    return new RegistryError(405, "UNSUPPORTED", "The operation is unsupported: " + what);
  }
}
