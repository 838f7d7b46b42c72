package com.shangwellness.infra;

import com.shangwellness.infra.settings.Settings;
import com.shangwellness.infra.settings.SettingsReader;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aspects;

/**
 * Production as {@code environments/prod.yaml} has it, and staging, each synthesized once for all
 * tests of the JVM.
 */
public final class Synthesized {
  /** The file that is tested; Maven runs tests in the module's folder. */
  public static final Path PROD = Path.of("../environments/prod.yaml");

  /** Where the cloud assembly lies. */
  public static final Path OUT = Path.of("target/synthesized");

  /** The other environment that is shipped. */
  public static final Path STAGING = Path.of("../environments/staging.yaml");

  /** Where staging's cloud assembly lies. */
  public static final Path STAGING_OUT = Path.of("target/synthesized-staging");

  /** The CDK's own validation: every rule, and an error stops the synthesis. */
  public static final Map<String, Object> STRICT =
      Map.of(
          "@aws-cdk/core:validateAgainstDefaultRules", true,
          "@aws-cdk/core:failSynthOnValidationErrors", true);

  private static final Settings SETTINGS = SettingsReader.read(PROD);
  private static final Production PRODUCTION = synthesize(SETTINGS, OUT);

  private Synthesized() {}

  public static Settings settings() {
    return SETTINGS;
  }

  public static Names names() {
    return Names.of(SETTINGS);
  }

  public static Production production() {
    return PRODUCTION;
  }

  public static Template network() {
    return template("network");
  }

  public static Template data() {
    return template("data");
  }

  public static Template service() {
    return template("service");
  }

  public static Template edge() {
    return template("edge");
  }

  public static Template protection() {
    return template("protection");
  }

  public static Template delivery() {
    return template("delivery");
  }

  public static Template monitoring() {
    return template("monitoring");
  }

  /** Staging, made when it is first asked for. */
  public static Production staging() {
    return Staging.PRODUCTION;
  }

  /** A template of staging. */
  public static Template staging(String part) {
    staging();
    return Template.read(STAGING_OUT.resolve("shangwellness-staging-" + part + ".template.json"));
  }

  /** The templates of all stacks of production, in their order. */
  public static List<Template> templates() {
    return templates(PRODUCTION, OUT);
  }

  /** The templates of all stacks of staging. */
  public static List<Template> stagingTemplates() {
    return templates(staging(), STAGING_OUT);
  }

  static List<Template> templates(Production production, Path out) {
    return production.stacks().stream()
        .map(stack -> Template.read(out.resolve(stack.getTemplateFile())))
        .toList();
  }

  private static Template template(String part) {
    return Template.read(OUT.resolve("shangwellness-prod-" + part + ".template.json"));
  }

  private static final class Staging {
    private static final Production PRODUCTION =
        synthesize(SettingsReader.read(STAGING), STAGING_OUT);
  }

  private static Production synthesize(Settings settings, Path out) {
    var production = new Production(settings, out, STRICT);
    Aspects.of(production.app()).add(AwsSolutionsChecks.Builder.create().verbose(true).build());
    production.write();
    return production;
  }
}
