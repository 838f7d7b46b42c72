package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.release.ReleaseState;
import com.shangwellness.ops.release.Releases;
import com.shangwellness.ops.screen.FullScreen;
import com.shangwellness.ops.screen.ReleasePlain;
import com.shangwellness.ops.screen.ReleaseScreen;
import com.shangwellness.ops.screen.Terminal;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Shows a release until it is over, or until whoever watches has enough of it: the release needs no
 * watcher.
 */
final class Watching {
  private static final String LEFT =
      "The release goes on without you; ./shang release watch returns to it.";

  private final Releases releases;
  private final boolean json;
  private final AtomicReference<Runnable> giveBack = new AtomicReference<>(() -> {});

  Watching(Releases releases, boolean json) {
    this.releases = releases;
    this.json = json;
  }

  /**
   * Watches the release {@code id}, prints how it ended, and gives the exit code.
   *
   * @param good whether that end is what was asked for
   */
  int until(String id, Predicate<ReleaseState> good) {
    var hook = new Thread(this::left, "left");
    Runtime.getRuntime().addShutdownHook(hook);
    var state = watched(id, hook);
    if (!state.isOver()) {
      System.err.println(LEFT);
      return ExitCode.OK;
    }
    return good.test(state) ? ExitCode.OK : ExitCode.FAILED;
  }

  // Whatever else ends it unseen is followed by what the hook says; a failure says so itself.
  private ReleaseState watched(String id, Thread hook) {
    var terminal = Screens.terminal();
    try {
      var state = terminal.live() && !json ? onScreen(id, terminal) : inLines(id);
      Runtime.getRuntime().removeShutdownHook(hook);
      return state;
    } catch (Failure e) {
      Runtime.getRuntime().removeShutdownHook(hook);
      throw e;
    }
  }

  /** Ctrl-C, or the terminal has gone: its first page is given back before anything is said. */
  private void left() {
    giveBack.get().run();
    System.err.println("\n" + LEFT);
  }

  private ReleaseState inLines(String id) {
    var terminal = Screens.progress(json);
    var plain = new ReleasePlain();
    var end =
        releases.follow(
            id,
            state -> {
              plain.lines(state).forEach(terminal.out()::println);
              terminal.out().flush();
              return true;
            });
    if (json) {
      Json.print(end);
    } else {
      new ReleaseScreen(terminal).sentence(end).forEach(terminal.out()::println);
    }
    return end;
  }

  private ReleaseState onScreen(String id, Terminal terminal) {
    var enough = new AtomicBoolean();
    try (var screen = new FullScreen(terminal)) {
      giveBack.set(screen::close);
      screen.show(at -> List.of("Looking at release " + id + " …"));
      Thread.ofPlatform().daemon().name("keys").start(() -> awaitQuit(screen, enough));
      var state =
          releases.follow(
              id,
              seen -> {
                screen.show(at -> new ReleaseScreen(at).lines(seen));
                return !enough.get();
              });
      screen.leave(at -> new ReleaseScreen(at).lines(state));
      return state;
    }
  }

  private static void awaitQuit(FullScreen screen, AtomicBoolean enough) {
    while (screen.key() != 'q') {
      // Other keys mean nothing.
    }
    enough.set(true);
  }
}
