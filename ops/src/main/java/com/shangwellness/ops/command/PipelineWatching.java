package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.delivery.BuildFailure;
import com.shangwellness.ops.delivery.DeliveryPipeline;
import com.shangwellness.ops.delivery.PipelineFollower;
import com.shangwellness.ops.delivery.PipelineFollower.Halt;
import com.shangwellness.ops.delivery.PipelineState;
import com.shangwellness.ops.deploy.Waiting;
import com.shangwellness.ops.release.ReleaseState;
import com.shangwellness.ops.screen.PipelineScreen;
import com.shangwellness.ops.screen.View;
import com.shangwellness.ops.targets.Target;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Shows an execution until it is over. Where a release begins, the release's own view takes over,
 * until that is over or whoever watches has enough of it.
 */
final class PipelineWatching {
  /** A look asks five times and more: so many of a target's intervals lie between two. */
  private static final int INTERVALS = 3;

  private final Shared shared;
  private final Target target;
  private final DeliveryPipeline pipeline;
  private final boolean json;

  PipelineWatching(Shared shared, Target target, DeliveryPipeline pipeline, boolean json) {
    this.shared = shared;
    this.target = target;
    this.pipeline = pipeline;
    this.json = json;
  }

  /** Watches the execution {@code id}, prints how it ended, and gives the exit code. */
  int until(String id) {
    var follower =
        new PipelineFollower(pipeline, Waiting.of(target.interval().multipliedBy(INTERVALS)));
    while (true) {
      switch (follow(follower, id)) {
        case Halt.Over over -> {
          print(over.state(), follower.buildFailure(over.state()));
          return over.state().isGood() ? ExitCode.OK : ExitCode.FAILED;
        }
        case Halt.Release release -> {
          // Who reads JSON reads one document: how the execution ended.
          if (!json && !isOver(release.deployment())) {
            System.err.println(
                "The pipeline goes on without you; ./shang pipeline --watch returns to it.");
            return ExitCode.OK;
          }
        }
      }
    }
  }

  private Halt follow(PipelineFollower follower, String id) {
    try (var view = View.on(Screens.progress(json), false)) {
      return follower.follow(id, view);
    }
  }

  // The release has a view of its own, which may be left before its end.
  private boolean isOver(String deployment) {
    CloudAssembly assembly = shared.assembly(shared.environment());
    var releases = shared.releases(target, assembly);
    var unused = new Watching(releases, false).until(deployment, ReleaseState::isGood);
    return releases.look(deployment).isOver();
  }

  private void print(PipelineState state, Optional<BuildFailure> failure) {
    if (json) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("state", state);
      failure.ifPresent(why -> fields.put("buildFailure", why));
      Json.print(fields);
      return;
    }
    var terminal = Screens.terminal();
    var screen = new PipelineScreen(terminal);
    terminal.out().println();
    screen.lines(state).forEach(terminal.out()::println);
    failure.ifPresent(why -> screen.lines(why).forEach(terminal.out()::println));
  }
}
