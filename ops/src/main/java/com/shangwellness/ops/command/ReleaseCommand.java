package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.production.Outputs;
import com.shangwellness.ops.production.Production;
import com.shangwellness.ops.progress.Happening;
import com.shangwellness.ops.release.ReleaseFiles;
import com.shangwellness.ops.release.ReleaseState;
import com.shangwellness.ops.release.Releases;
import com.shangwellness.ops.release.Releases.Candidate;
import com.shangwellness.ops.release.Releases.Way;
import com.shangwellness.ops.release.StackValues;
import com.shangwellness.ops.screen.View;
import com.shangwellness.ops.targets.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang release}: a new version takes over. */
@Command(
    name = "release",
    header = "Release the application: green takes over from blue, or does not.",
    description = {
      "",
      "Builds the working tree's image if a source has changed, pushes it by a tag that never"
          + " moves, registers the task definition that runs it, and has CodeDeploy start it beside"
          + " what serves, try it, shift the traffic, and take it back if an alarm rings.",
      "It is watched until it is over. Ctrl-C (or q) leaves it running: release watch returns."
    },
    footer = {
      "",
      "Exit codes: 0 released, or there was nothing to release; 1 failed or rolled back; 2",
      "wrong usage or settings; 3 nothing runs; 130 interrupted, and the release goes on.",
      "",
      "Example: this machine's, twenty times as fast as AWS waits",
      "  ./shang release --pace 20"
    },
    subcommands = {
      ReleaseWatchCommand.class,
      ReleaseRollbackCommand.class,
      ReleaseStopCommand.class,
      ReleasePromoteCommand.class,
      ReleaseListCommand.class,
      ReleaseShowCommand.class
    })
public final class ReleaseCommand implements Callable<Integer> {
  private static final List<String> STEPS =
      List.of("readiness", "templates", "image", "task definition", "release");

  @Mixin private Shared shared;
  @Mixin private TargetOption where;
  @Mixin private PaceOption pace;

  @Option(
      names = "--image",
      paramLabel = "URI",
      description =
          "Release this image instead of the working tree's. Not one by the tag latest, or by none:"
              + " that moves.")
  private Optional<String> image = Optional.empty();

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description =
          "Release the image of production's repository that has this tag; latest is refused, since"
              + " it moves.")
  private Optional<String> tag = Optional.empty();

  @Option(
      names = "--ignore-alarms",
      description = "Begin though an alarm rings, and watch none: for what mends production.")
  private boolean ignoreAlarms;

  @Option(
      names = "--again",
      description = "Release also what production runs already: its tasks are replaced.")
  private boolean again;

  @Option(
      names = {"-d", "--detach"},
      description = "Return once it has begun.")
  private boolean detach;

  @Option(names = "--json", description = "Print how it ended as JSON; progress goes to stderr.")
  private boolean json;

  @Override
  public Integer call() {
    where.check();
    var way = new Way(pace.of(where), ignoreAlarms);
    if (image.isPresent() && tag.isPresent()) {
      throw Failure.wrongSettings("--image and --tag name two images; give one of them");
    }
    var target = where.target(shared);
    var releases = shared.releases(target, shared.assembly(shared.environment()));
    var id = begin(target, releases, way);
    if (id.isEmpty()) {
      return ExitCode.OK;
    }
    return detach
        ? detached(releases.look(id.get()))
        : new Watching(releases, json).until(id.get(), ReleaseState::isGood);
  }

  private Optional<String> begin(Target target, Releases releases, Way way) {
    try (var view = View.on(Screens.progress(json), false)) {
      view.on(new Happening.Planned(STEPS));
      view.begins("readiness");
      releases.requireReady(way);
      view.ends("readiness", "no release, no alarm");
      view.begins("templates");
      var assembly = shared.synthesize(shared.environment(), false);
      var files = ReleaseFiles.read(assembly.folder());
      view.ends("templates", assembly.stacks().size() + " stacks");
      var values = StackValues.of(Outputs.of(target, assembly));
      var candidate = candidate(target, releases, assembly, files, values, view);
      if (candidate.serves() && !again) {
        releases.forget(candidate);
        view.ends("release", "nothing new");
        nothingNew(candidate);
        return Optional.empty();
      }
      view.begins("release");
      var id = releases.begin(files, candidate, way);
      view.ends("release", id);
      return Optional.of(id);
    }
  }

  private Candidate candidate(
      Target target,
      Releases releases,
      CloudAssembly assembly,
      ReleaseFiles files,
      StackValues values,
      View view) {
    view.begins("image");
    var name =
        image
            .or(() -> tag.map(t -> values.repository() + ":" + t))
            .orElseGet(() -> values.repository() + ":" + push(target, assembly));
    view.ends("image", name.substring(name.lastIndexOf('/') + 1));
    view.begins("task definition");
    var candidate = releases.prepare(files, values, name);
    view.ends("task definition", candidate.name());
    return candidate;
  }

  private String push(Target target, CloudAssembly assembly) {
    Production production = shared.production(target, assembly);
    var repository =
        production
            .repository()
            .orElseThrow(
                () -> Failure.notRunning("no stack has an image repository; see: ./shang status"));
    return shared.image().pushVersion(target, production.clients().ecr(), repository).tag();
  }

  private void nothingNew(Candidate candidate) {
    if (json) {
      Json.print(Map.of("released", false, "version", candidate.version()));
    } else {
      System.out.println(
          "Production runs "
              + candidate.version()
              + " already, with these settings: nothing to release. To replace its tasks all the"
              + " same: ./shang release --again");
    }
  }

  private int detached(ReleaseState state) {
    if (json) {
      Json.print(state);
    } else {
      System.out.println(
          "Release " + state.id() + " has begun. See it with ./shang release watch.");
    }
    return ExitCode.OK;
  }
}
