package com.shangwellness.region.codebuild;

import com.shangwellness.region.codebuild.Buildspec.ArtifactSpec;
import com.shangwellness.region.codebuild.Buildspec.Phase;
import com.shangwellness.region.codebuild.Buildspec.ReportSpec;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;

/** Reads buildspecs. */
final class BuildspecReader {

  private static final Map<String, BuildPhaseType> PHASES =
      Map.of(
          "install", BuildPhaseType.INSTALL,
          "pre_build", BuildPhaseType.PRE_BUILD,
          "build", BuildPhaseType.BUILD,
          "post_build", BuildPhaseType.POST_BUILD);

  private BuildspecReader() {}

  /**
   * The buildspec that {@code text} is.
   *
   * @throws BuildFault {@code YAML_FILE_ERROR} when it is none, saying where
   */
  static Buildspec read(String text) throws BuildFault {
    var root = YamlMapping.read(text);
    root.requireKnown(
        Set.of(
            "version",
            "run-as",
            "env",
            "proxy",
            "batch",
            "phases",
            "reports",
            "artifacts",
            "cache"));
    requireVersion(root);
    root.refuse("run-as", "the commands of a build run as the user of this region");
    root.refuse("proxy", "builds of this region are not in a VPC");
    var env = root.mapping("env");
    env.requireKnown(
        Set.of(
            "shell",
            "variables",
            "parameter-store",
            "secrets-manager",
            "exported-variables",
            "git-credential-helper"));
    if (env.flag("git-credential-helper")) {
      throw BuildFault.yaml(
          "env/git-credential-helper is yes, but this region has no sources that are Git");
    }
    var phases = phases(root);
    if (phases.isEmpty()) {
      throw BuildFault.yaml("phases: at least one phase is required");
    }
    var artifacts = root.mapping("artifacts");
    return new Buildspec(
        shell(env),
        env.texts("variables"),
        env.texts("parameter-store"),
        env.texts("secrets-manager"),
        exported(env),
        phases,
        artifact(artifacts, Set.of("secondary-artifacts")),
        secondary(artifacts.mapping("secondary-artifacts")),
        cache(root.mapping("cache")),
        reports(root.mapping("reports")));
  }

  private static void requireVersion(YamlMapping root) throws BuildFault {
    var version = root.text("version", "");
    if (version.isEmpty()) {
      throw BuildFault.yaml("version is required; it must be 0.2");
    }
    if (!version.equals("0.2")) {
      throw BuildFault.yaml(
          "invalid buildspec version: "
              + version
              + (version.equals("0.1") ? "; this region runs version 0.2" : "; it must be 0.2"));
    }
  }

  private static String shell(YamlMapping env) throws BuildFault {
    var shell = env.text("shell", "sh");
    return switch (shell) {
      case "sh", "/bin/sh" -> "sh";
      case "bash" -> "bash";
      default ->
          throw BuildFault.yaml("invalid env/shell: " + shell + "; on Linux it is bash or /bin/sh");
    };
  }

  // User guide: variables that begin with AWS_ cannot be exported.
  private static List<String> exported(YamlMapping env) throws BuildFault {
    var exported = env.list("exported-variables");
    for (var name : exported) {
      if (name.startsWith("AWS_")) {
        throw BuildFault.yaml(
            "env/exported-variables: " + name + " cannot be exported, as it begins with AWS_");
      }
    }
    return exported;
  }

  private static Map<BuildPhaseType, Phase> phases(YamlMapping root) throws BuildFault {
    var mapping = root.mapping("phases");
    mapping.requireKnown(PHASES.keySet());
    var phases = new EnumMap<BuildPhaseType, Phase>(BuildPhaseType.class);
    for (var name : mapping.names()) {
      var phase = mapping.mapping(name);
      phase.requireKnown(
          Set.of("run-as", "on-failure", "runtime-versions", "commands", "steps", "finally"));
      phase.refuse("run-as", "the commands of a build run as the user of this region");
      phase.refuse("steps", "this region runs commands");
      var onFailure = phase.text("on-failure", "");
      phases.put(
          PHASES.get(name),
          new Phase(
              phase.commands("commands"),
              phase.commands("finally"),
              onFailure.isEmpty() ? OnFailure.DEFAULT : OnFailure.parse(onFailure),
              phase.texts("runtime-versions")));
    }
    return phases;
  }

  private static ArtifactSpec artifact(YamlMapping mapping, Set<String> more) throws BuildFault {
    var known =
        new java.util.TreeSet<>(
            Set.of(
                "files",
                "exclude-paths",
                "base-directory",
                "discard-paths",
                "name",
                "enable-symlinks",
                "s3-prefix"));
    known.addAll(more);
    mapping.requireKnown(known);
    mapping.refuse("s3-prefix", "it belongs to batch builds, which this region does not run");
    return new ArtifactSpec(
        mapping.list("files"),
        mapping.list("exclude-paths"),
        mapping.text("base-directory", ""),
        mapping.flag("discard-paths"),
        mapping.flag("enable-symlinks"),
        mapping.text("name", ""));
  }

  private static Map<String, ArtifactSpec> secondary(YamlMapping mapping) throws BuildFault {
    var artifacts = new LinkedHashMap<String, ArtifactSpec>();
    for (var name : mapping.names()) {
      var artifact = artifact(mapping.mapping(name), Set.of());
      if (artifact.files().isEmpty()) {
        throw BuildFault.yaml("artifacts/secondary-artifacts/" + name + "/files is required");
      }
      artifacts.put(name, artifact);
    }
    return artifacts;
  }

  private static List<String> cache(YamlMapping cache) throws BuildFault {
    cache.requireKnown(Set.of("paths", "key", "fallback-keys", "action"));
    return cache.list("paths");
  }

  private static Map<String, ReportSpec> reports(YamlMapping mapping) throws BuildFault {
    var reports = new LinkedHashMap<String, ReportSpec>();
    for (var name : mapping.names()) {
      var report = mapping.mapping(name);
      report.requireKnown(Set.of("files", "base-directory", "discard-paths", "file-format"));
      var files =
          new ArtifactSpec(
              report.list("files"), List.of(), report.text("base-directory", ""), false, false, "");
      if (files.files().isEmpty()) {
        throw BuildFault.yaml("reports/" + name + "/files is required");
      }
      reports.put(
          name,
          new ReportSpec(files, report.text("file-format", "JUNITXML").toUpperCase(Locale.ROOT)));
    }
    return reports;
  }
}
