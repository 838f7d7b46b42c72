package com.shangwellness.ops.assembly;

import java.nio.file.Path;

/**
 * A file that must lie in a bucket before a stack can use it; the template is one itself.
 *
 * @param source the file or folder
 * @param zip whether a folder is to be zipped
 * @param bucket the bucket's name
 * @param key the object's key; it holds the content's hash
 */
public record FileAsset(Path source, boolean zip, String bucket, String key) {}
