package com.shangwellness.infra;

import com.shangwellness.infra.settings.SettingsReader;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.Aspects;

/**
 * Production with all that a setting can add: a domain, a second region, every service that
 * watches, and a changed origin key. Synthesized once for all tests of the JVM.
 */
public final class Complete {
  /** Where the cloud assembly lies. */
  public static final Path OUT = Path.of("target/complete");

  private static final Production PRODUCTION = synthesize();

  private Complete() {}

  public static Production production() {
    return PRODUCTION;
  }

  public static Template template(String part) {
    return Template.read(OUT.resolve("shangwellness-prod-" + part + ".template.json"));
  }

  public static List<Template> templates() {
    return Synthesized.templates(PRODUCTION, OUT);
  }

  private static Production synthesize() {
    try {
      var file =
          Files.writeString(Files.createDirectories(OUT).resolve("prod.yaml"), CompleteFile.yaml());
      var production = new Production(SettingsReader.read(file), OUT, Synthesized.STRICT);
      Aspects.of(production.app()).add(AwsSolutionsChecks.Builder.create().verbose(true).build());
      production.write();
      return production;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
