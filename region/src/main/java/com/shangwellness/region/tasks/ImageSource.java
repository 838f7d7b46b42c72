package com.shangwellness.region.tasks;

import java.nio.file.Path;

/** Where the bytes of images are. */
@FunctionalInterface
public interface ImageSource {

  /**
   * The file that holds the blob (manifest, configuration or layer) of this digest ({@code
   * sha256:…}); it may not exist. Called from any thread.
   */
  Path file(String digest);
}
