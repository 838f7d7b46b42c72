package com.shangwellness.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What was built.
 *
 * @param revision the git revision
 */
record Version(String version, String revision) {

  /** What the build wrote into this application. */
  static Version ofThisBuild() {
    var properties = new Properties();
    try (var in = Version.class.getResourceAsStream("/version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties cannot be read", e);
    }
    return new Version(properties.getProperty("version"), properties.getProperty("revision"));
  }
}
