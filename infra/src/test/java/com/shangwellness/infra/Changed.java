package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.infra.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Production with one thing changed in its settings. */
public record Changed(Path out) {

  /** Synthesizes prod.yaml with {@code put} where it has {@code there}, into {@code out}. */
  public static Changed of(String there, String put, Path out) {
    try {
      var yaml = Files.readString(Synthesized.PROD);
      assertThat(yaml).containsOnlyOnce(there);
      var settings =
          SettingsReader.read(
              Files.writeString(out.resolve("prod.yaml"), yaml.replace(there, put)));
      new Production(settings, out, Map.of("@aws-cdk/core:validateAgainstDefaultRules", false))
          .write();
      return new Changed(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The template of one stack. */
  public Template template(String part) {
    return Template.read(out.resolve("shangwellness-prod-" + part + ".template.json"));
  }
}
