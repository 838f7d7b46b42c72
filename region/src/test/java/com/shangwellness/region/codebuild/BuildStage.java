package com.shangwellness.region.codebuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.shangwellness.region.archives.ZipArchive;
import com.shangwellness.region.cloudwatchlogs.CloudWatchLogs;
import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.kms.Kms;
import com.shangwellness.region.s3.BucketNames;
import com.shangwellness.region.s3.S3;
import com.shangwellness.region.secretsmanager.SecretsManager;
import com.shangwellness.region.shells.SimulatedShell;
import com.shangwellness.region.ssm.Ssm;
import com.shangwellness.region.sts.Sessions;
import com.shangwellness.region.sts.Sts;
import com.shangwellness.region.testing.GatheredMetrics;
import com.shangwellness.region.testing.Stage;
import com.shangwellness.region.wire.Spool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.EnvironmentType;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;

/** CodeBuild with real neighbours, virtual time and a simulated shell. */
final class BuildStage {

  static final String ROLE = "arn:aws:iam::" + Stage.ACCOUNT + ":role/builder";
  private static final String TRUST =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
          + "\"Principal\":{\"Service\":\"codebuild.amazonaws.com\"}}}";

  final Stage stage;
  final Path folder;
  final S3 s3;
  final CloudWatchLogs logs;
  final Ssm ssm;
  final SecretsManager secrets;
  final Iam iam;
  final SimulatedShell shell;
  final GatheredMetrics metrics = new GatheredMetrics();
  final List<String> events = new ArrayList<>();
  final CodeBuild codeBuild;

  BuildStage(Path folder) {
    this(new Stage(), folder);
  }

  BuildStage(Stage stage, Path folder) {
    this.stage = stage;
    this.folder = folder;
    var spool = new Spool(folder.resolve("spool"));
    var kms = new Kms(stage.place, stage.timeline, stage.store, stage.ids, stage.random);
    this.s3 =
        new S3(
            stage.place,
            stage.timeline,
            stage.store,
            stage.ids,
            new BucketNames(stage.store),
            folder.resolve("objects"),
            spool);
    this.logs =
        new CloudWatchLogs(stage.place, stage.timeline, stage.store, folder.resolve("logs"));
    this.ssm = new Ssm(stage.place, stage.timeline, stage.store, kms);
    this.secrets =
        new SecretsManager(stage.place, stage.timeline, stage.store, stage.ids, kms, stage.random);
    this.iam = new Iam(stage.place, stage.timeline, stage.store, stage.ids);
    var sts = new Sts(stage.place, iam, new Sessions(stage.timeline, stage.store, stage.ids));
    this.shell = new SimulatedShell(stage.timeline, stage.random);
    this.codeBuild =
        new CodeBuild(
            stage.place,
            stage.timeline,
            stage.store,
            stage.ids,
            new Neighbours(s3, spool, logs, secrets, ssm, sts),
            new Around(
                shell,
                folder.resolve("b"),
                folder.resolve("caches"),
                Runnable::run,
                URI.create("http://127.0.0.1:4566")));
    codeBuild.measureTo(metrics);
    codeBuild.tell((source, type, resources, detail) -> events.add(type + " " + detail));
    stage.timeline.settle();
  }

  /** The role that builds have, and the bucket {@code artifacts}. */
  BuildStage furnished() {
    stage.ask(() -> iam.createRole(r -> r.roleName("builder").assumeRolePolicyDocument(TRUST)));
    stage.ask(
        () ->
            s3.createBucket(
                r ->
                    r.bucket("artifacts")
                        .createBucketConfiguration(c -> c.locationConstraint("ap-south-1"))));
    return this;
  }

  /** A project without source, with this buildspec. */
  void project(String name, String buildspec) {
    project(name, buildspec, more -> {});
  }

  void project(String name, String buildspec, Consumer<CreateProjectRequest.Builder> more) {
    stage.ask(
        () ->
            codeBuild.createProject(
                r -> {
                  r.name(name)
                      .source(s -> s.type("NO_SOURCE").buildspec(buildspec))
                      .artifacts(a -> a.type("NO_ARTIFACTS"))
                      .environment(
                          e ->
                              e.type(EnvironmentType.LINUX_CONTAINER)
                                  .image("aws/codebuild/amazonlinux-x86_64-standard:5.0")
                                  .computeType("BUILD_GENERAL1_SMALL"))
                      .serviceRole(ROLE);
                  more.accept(r);
                }));
  }

  /** A project as CodePipeline wants it. */
  void pipelineProject(String name) {
    project(
        name,
        "",
        r ->
            r.source(s -> s.type("CODEPIPELINE").buildspec("buildspec.yml"))
                .artifacts(a -> a.type("CODEPIPELINE")));
  }

  /** Starts a build and lets it come to its end, or wait. */
  Build runs(String project) {
    return runs(r -> r.projectName(project));
  }

  Build runs(Consumer<StartBuildRequest.Builder> request) {
    return after(Duration.ofMinutes(5), starts(request));
  }

  Build starts(Consumer<StartBuildRequest.Builder> request) {
    return stage.ask(() -> codeBuild.startBuild(request)).build();
  }

  Build after(Duration duration, Build build) {
    stage.passes(duration);
    return build(build.id());
  }

  Build build(String id) {
    return stage.ask(() -> codeBuild.batchGetBuilds(r -> r.ids(id))).builds().getFirst();
  }

  /** The phases of a build as {@code TYPE STATUS}. */
  static List<String> phases(Build build) {
    return build.phases().stream()
        .map(
            phase ->
                phase.phaseStatus() == null
                    ? phase.phaseTypeAsString()
                    : phase.phaseTypeAsString() + " " + phase.phaseStatusAsString())
        .toList();
  }

  /** What is said of a phase, as {@code code: message}. */
  static List<String> contexts(Build build, BuildPhaseType type) {
    return build.phases().stream()
        .filter(phase -> phase.phaseType() == type)
        .map(BuildPhase::contexts)
        .flatMap(List<PhaseContext>::stream)
        .map(context -> context.statusCode() + ": " + context.message())
        .toList();
  }

  /** The lines of a build's log. */
  List<String> log(Build build) {
    var location = build.logs();
    return stage
        .ask(
            () ->
                logs.getLogEvents(
                    r ->
                        r.logGroupName(location.groupName())
                            .logStreamName(location.streamName())
                            .startFromHead(true)))
        .events()
        .stream()
        .map(OutputLogEvent::message)
        .toList();
  }

  /** What the agent said, without its times. */
  List<String> said(Build build) {
    return log(build).stream()
        .filter(line -> line.startsWith("[Container] "))
        .map(line -> line.replaceFirst("^\\[Container] \\S+ \\S+ ", ""))
        .toList();
  }

  /** The commands that were run, in order. */
  List<String> commands() {
    return shell.commands().stream().map(command -> command.text()).toList();
  }

  void object(String key, byte[] content) {
    stage.ask(
        () -> s3.putObject(r -> r.bucket("artifacts").key(key), RequestBody.fromBytes(content)));
  }

  /** The folders of builds that are there now. */
  List<String> folders() {
    return List.of(java.util.Objects.requireNonNull(folder.resolve("b").toFile().list()));
  }

  /** A zip of these files. */
  byte[] zip(Map<String, String> files) {
    try {
      var source = Files.createTempDirectory(folder, "zip");
      for (var file : files.entrySet()) {
        var path = source.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      var zip = Files.createTempFile(folder, "a", ".zip");
      Files.delete(zip);
      ZipArchive.pack(zip, source);
      return Files.readAllBytes(zip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a zip in the bucket. */
  Map<String, String> unzipped(String key) {
    try {
      var zip = Files.createTempFile(folder, "a", ".zip");
      Files.write(zip, bytes(key));
      var target = Files.createTempDirectory(folder, "out");
      ZipArchive.unpack(zip, target, com.shangwellness.region.archives.ArchiveLimits.ARTIFACT);
      try (var paths = Files.walk(target)) {
        return paths
            .filter(Files::isRegularFile)
            .collect(
                Collectors.toMap(path -> target.relativize(path).toString(), BuildStage::text));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String key) {
    return new String(bytes(key), UTF_8);
  }

  private byte[] bytes(String key) {
    return stage.ask(() -> s3.getObjectAsBytes(r -> r.bucket("artifacts").key(key))).asByteArray();
  }
}
