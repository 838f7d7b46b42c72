package com.shangwellness.region.codebuild;

import com.shangwellness.region.codec.AwsErrors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.CacheType;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.ProjectSourceVersion;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Gets the sources, reads the buildspec, and puts the variables together. */
record SourceDownload(
    S3Client s3, Workplace workplace, Desk desk, SecretValues values, BuildVariables variables)
    implements Stage {

  private static final String DEFAULT_SPEC = "buildspec.yml";

  @Override
  public void enter(Run run, Ending ending) {
    var build = run.order().build();
    Map<String, InputStream> sources;
    String inline;
    try {
      sources = open(build);
      inline = inline(build.source());
    } catch (BuildFault e) {
      ending.failed(e);
      return;
    }
    desk.give(
        run,
        "get the sources",
        () -> {
          workplace.prepare(run.folder(), sources);
          return BuildspecReader.read(inline.isEmpty() ? spec(run, build.source()) : inline);
        },
        spec -> begun(run, spec, ending),
        ending::failed);
  }

  private String spec(Run run, ProjectSource source) throws BuildFault, IOException {
    var path = source.buildspec() == null ? "" : source.buildspec();
    return workplace.spec(run.folder(), path.isBlank() ? DEFAULT_SPEC : path);
  }

  private Map<String, InputStream> open(Build build) throws BuildFault {
    var sources = new LinkedHashMap<String, InputStream>();
    if (build.source().type() != SourceType.NO_SOURCE) {
      sources.put("", open(build.source(), build.sourceVersion(), "primary source"));
    }
    for (var source : build.secondarySources()) {
      var id = source.sourceIdentifier();
      var version =
          build.secondarySourceVersions().stream()
              .filter(one -> id.equals(one.sourceIdentifier()))
              .map(ProjectSourceVersion::sourceVersion)
              .findFirst()
              .orElse(null);
      sources.put(id, open(source, version, "secondary source " + id));
    }
    return sources;
  }

  // Opened on the timeline, as S3 is asked there, and read elsewhere.
  private InputStream open(ProjectSource source, String version, String what) throws BuildFault {
    boolean pipeline = source.type() == SourceType.CODEPIPELINE;
    try {
      var object = Location.parse(source.location());
      var request = GetObjectRequest.builder().bucket(object.bucket()).key(object.key());
      if (!pipeline && version != null && !version.isEmpty()) {
        request.versionId(version);
      }
      return s3.getObject(request.build(), ResponseTransformer.toInputStream());
    } catch (AwsServiceException e) {
      throw BuildFault.client(
          "%s: %s status code: %d for %s and source version %s"
              .formatted(
                  AwsErrors.code(e), AwsErrors.message(e), AwsErrors.status(e), what, version));
    }
  }

  // API reference, "ProjectSource": an inline definition, a path, or an object of S3 by its ARN.
  private String inline(ProjectSource source) throws BuildFault {
    var text = source.buildspec() == null ? "" : source.buildspec();
    if (!text.startsWith("arn:aws:s3:::")) {
      boolean path = !text.contains("\n") && !text.strip().startsWith("{");
      return path && !text.startsWith("version:") ? "" : text;
    }
    try {
      var object = Location.parse(text);
      return s3.getObjectAsBytes(r -> r.bucket(object.bucket()).key(object.key())).asUtf8String();
    } catch (AwsServiceException e) {
      throw BuildFault.yaml(AwsErrors.code(e) + ": " + AwsErrors.message(e));
    }
  }

  private void begun(Run run, Buildspec spec, Ending ending) {
    var build = run.order().build();
    var log = run.log();
    log.say("Phase is DOWNLOAD_SOURCE");
    log.say("CODEBUILD_SRC_DIR=" + run.folder().sources());
    SecretValues.Values own;
    try {
      own = values.of(spec, build.environment().environmentVariables());
    } catch (BuildFault e) {
      ending.failed(e);
      return;
    }
    log.mask(own.secret());
    var folders = new LinkedHashMap<String, Path>();
    folders.put("", run.folder().sources());
    build
        .secondarySources()
        .forEach(
            s -> folders.put(s.sourceIdentifier(), run.folder().sources(s.sourceIdentifier())));
    run.equip(spec, variables.of(run.order(), run.folder(), own.all(), folders));
    tell(run, spec);
    if (build.cache().type() != CacheType.LOCAL || spec.cachePaths().isEmpty()) {
      ending.succeeded();
      return;
    }
    desk.give(
        run,
        "take the caches",
        () -> workplace.takeCaches(build.projectName(), run.folder(), spec.cachePaths()),
        said -> {
          said.forEach(log::say);
          ending.succeeded();
        },
        ending::failed);
  }

  private static void tell(Run run, Buildspec spec) {
    var log = run.log();
    log.say("Processing environment variables");
    spec.phases().values().stream()
        .flatMap(phase -> phase.runtimes().entrySet().stream())
        .forEach(
            runtime ->
                log.say(
                    "Runtime version "
                        + runtime.getKey()
                        + ": "
                        + runtime.getValue()
                        + " is asked for; this machine's own is used"));
    log.say("Moving to directory " + run.folder().sources());
    log.say("Phases found in YAML: " + spec.phases().size());
    Stream.of(
            BuildPhaseType.INSTALL,
            BuildPhaseType.PRE_BUILD,
            BuildPhaseType.BUILD,
            BuildPhaseType.POST_BUILD)
        .filter(spec.phases()::containsKey)
        .forEach(
            type -> log.say(" " + type + ": " + spec.phase(type).commands().size() + " commands"));
  }
}
