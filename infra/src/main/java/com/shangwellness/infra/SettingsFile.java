package com.shangwellness.infra;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.shangwellness.infra.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The settings that an assembly was made from, written beside it: Terraform takes them for its
 * variables, so that it cannot deploy with others.
 */
final class SettingsFile {
  private static final String NAME = "settings.tfvars.json";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .build();

  private SettingsFile() {}

  /** Writes {@code settings} into the folder {@code out}. */
  static void write(Settings settings, Path out) {
    try {
      Files.writeString(out.resolve(NAME), JSON.writeValueAsString(settings) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
