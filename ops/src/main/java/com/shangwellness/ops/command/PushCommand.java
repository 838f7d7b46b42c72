package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.delivery.DeliveryPipeline;
import com.shangwellness.ops.delivery.Git;
import com.shangwellness.ops.delivery.Push;
import com.shangwellness.ops.delivery.SourceArchive;
import com.shangwellness.ops.deploy.Waiting;
import com.shangwellness.ops.rollout.AccountCheck;
import com.shangwellness.ops.screen.Terminal;
import com.shangwellness.ops.targets.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code shang push}: a change sets out for production. */
@Command(
    name = "push",
    header = "Send the source to production's pipeline, which builds and releases it.",
    description = {
      "",
      "What git knows is sent: the working tree's tracked and new files, or a revision's. Ignored"
          + " files and those that may hold secrets stay here.",
      "It is watched to its end. Ctrl-C leaves it running: pipeline --watch returns."
    },
    footer = {
      "",
      "Exit codes: 0 released; 1 failed; 2 wrong usage, or the source is a Git repository; 3",
      "nothing runs; 130 interrupted, and the pipeline goes on.",
      "",
      "Example: the last commit, its release twenty times as fast as AWS waits",
      "  ./shang push HEAD --pace 20"
    })
public final class PushCommand implements Callable<Integer> {
  /** As long as EventBridge may take to start the pipeline, and its source to be read. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Mixin private Shared shared;
  @Mixin private TargetOption where;
  @Mixin private PaceOption pace;

  @Parameters(
      arity = "0..1",
      paramLabel = "REVISION",
      description = "A commit, tag or branch. Default: the working tree as it is.")
  private Optional<String> revision = Optional.empty();

  @Option(
      names = {"-d", "--detach"},
      description = "Return once the pipeline has begun.")
  private boolean detach;

  @Option(names = "--json", description = "Print how it ended as JSON; progress goes to stderr.")
  private boolean json;

  @Override
  public Integer call() {
    where.check();
    var wanted = pace.of(where);
    var target = where.target(shared);
    DeliveryPipeline pipeline;
    Push push;
    String version;
    try (var source = PackedSource.begin(this::pack)) {
      AccountCheck.check(target, shared.environment());
      pipeline =
          DeliveryPipeline.of(shared.production(target, shared.assembly(shared.environment())));
      push = new Push(pipeline, shared.environment().place().account(), wanted);
      version = send(push, source);
    }
    var id = push.execution(version, Waiting.of(target.interval()), looks(target));
    if (detach) {
      return begun(pipeline, id, version);
    }
    return new PipelineWatching(shared, target, pipeline, json).until(id);
  }

  private String send(Push push, PackedSource source) {
    var bucket = push.bucket();
    var archive = source.archive();
    tell(archive);
    return push.upload(bucket, archive, source.zip());
  }

  private static int looks(Target target) {
    return (int) Math.max(1, PATIENCE.dividedBy(target.interval()));
  }

  private SourceArchive pack(Path zip) {
    var git = new Git(shared.project().root());
    return SourceArchive.pack(revision.map(git::at).orElseGet(git::workingTree), zip);
  }

  private void tell(SourceArchive archive) {
    Terminal terminal = Screens.progress(json);
    var out = terminal.out();
    out.println(
        terminal.bold(archive.revision().brief())
            + " "
            + archive.revision().subject()
            + terminal.dim(
                "  " + archive.files() + " files, " + archive.bytes() / 1024 + " KiB packed"));
    archive
        .keptBack()
        .forEach(path -> out.println(terminal.warn("kept back, as it may hold a secret: " + path)));
    out.flush();
  }

  private int begun(DeliveryPipeline pipeline, String id, String version) {
    if (json) {
      Json.print(Map.of("pipeline", pipeline.name(), "execution", id, "version", version));
    } else {
      System.out.println(
          pipeline.name() + " has begun with it. See it with: ./shang pipeline --watch");
    }
    return ExitCode.OK;
  }
}
