package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.assembly.Environment;
import com.shangwellness.ops.assembly.Synthesis;
import com.shangwellness.ops.deploy.Consent;
import com.shangwellness.ops.machine.Ports;
import com.shangwellness.ops.machine.RegionProcess;
import com.shangwellness.ops.machine.RegionRecord;
import com.shangwellness.ops.progress.Progress;
import com.shangwellness.ops.rollout.Rollout;
import com.shangwellness.ops.screen.View;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang up}: production on this machine. */
@Command(
    name = "up",
    header = "Bring production up on this machine.",
    description = {
      "",
      "Starts an AWS region in a JVM, deploys the stacks of production into it, pushes the"
          + " application's image, and waits until its tasks are healthy behind the load balancer."
          + " Then it stays until Ctrl-C, which stops everything in order; data stays.",
      "If the region runs already, only the changes are deployed."
    },
    footer = {
      "",
      "Exit codes: 0 done, or stopped by a shang down elsewhere; 1 it did not come up (the",
      "reason is printed, nothing is left running); 2 wrong usage or settings, or a port is",
      "taken; 130 interrupted.",
      "",
      "Example: in the background, 20 times as fast, on another port",
      "  ./shang up -d --pace 20 --site-port 9090"
    })
public final class UpCommand implements Callable<Integer> {
  private static final Duration STOP = Duration.ofSeconds(60);

  @Mixin private Shared shared;

  @Option(
      names = {"-d", "--detach"},
      description = "Return once it is up; it goes on in the background.")
  private boolean detach;

  @Option(
      names = "--pace",
      paramLabel = "N",
      description = "How much faster than the wall clock the region waits. Default: 1.")
  private Optional<Double> pace = Optional.empty();

  @Option(
      names = "--api-port",
      paramLabel = "PORT",
      description = "Where the AWS API answers. Default: 4566.")
  private Optional<Integer> apiPort = Optional.empty();

  @Option(
      names = "--site-port",
      paramLabel = "PORT",
      description = "Where the site answers by HTTP. Default: 8080.")
  private Optional<Integer> sitePort = Optional.empty();

  @Option(
      names = "--site-tls-port",
      paramLabel = "PORT",
      description = "Where the site answers by HTTPS. Default: 8443.")
  private Optional<Integer> siteTlsPort = Optional.empty();

  @Option(names = "--json", description = "Print the result as JSON; progress goes to stderr.")
  private boolean json;

  /** The region, and what the rollout did to it. */
  private record Up(RegionRecord region, Rollout.Result result) {}

  @Override
  public Integer call() {
    var environment = shared.environment();
    var region = shared.region();
    region
        .running()
        .ifPresentOrElse(
            record -> refuseOtherOptions(record, environment),
            () -> ports(Ports.USUAL).requireFree(Ports::isFree));
    var stop = Interrupt.stopping(region, STOP);
    try {
      var up = bringUp(environment, region, stop);
      var returns = detach || !region.isOurs();
      new UpReport(up.region(), up.result(), returns).print(json);
      if (!returns) {
        stayUntilItEnds(region);
      }
      stop.forget();
      return ExitCode.OK;
    } catch (RuntimeException e) {
      stop.because(e);
      throw e;
    }
  }

  private Up bringUp(Environment environment, RegionProcess region, Interrupt stop) {
    try (var view = View.on(Screens.progress(json), false)) {
      stop.first(view::close);
      CloudAssembly templates;
      RegionRecord record;
      // Of two at once, one starts the region and the other finds it.
      try (var _ = shared.home().lock()) {
        var synthesis = shared.synthesis();
        stop.first(synthesis::stop);
        var written = synthesize(synthesis, environment, view);
        record =
            region
                .running()
                .map(found -> found(found, region, environment, view))
                .orElseGet(() -> start(region, environment, view));
        templates = join(written);
      }
      return new Up(record, rollout(record, environment, templates, view));
    }
  }

  private RegionRecord found(
      RegionRecord record, RegionProcess region, Environment environment, Progress progress) {
    refuseOtherOptions(record, environment);
    progress.remarks("Runs already; its stacks are brought up to date.");
    return region.awaitAnswering(record);
  }

  private void refuseOtherOptions(RegionRecord record, Environment environment) {
    if (!environment.place().equals(record.place())) {
      throw Failure.wrongSettings(
          "the region that runs is "
              + record.place()
              + ", but "
              + environment.file()
              + " names "
              + environment.place()
              + "; first: ./shang down, or use another --home and other ports");
    }
    if (!ports(record.ports()).equals(record.ports())
        || pace.orElse(record.pace()) != record.pace()) {
      throw Failure.wrongSettings(
          "the region runs already with other ports or another pace; first: ./shang down");
    }
  }

  private Ports ports(Ports usual) {
    return new Ports(
        apiPort.orElse(usual.api()),
        sitePort.orElse(usual.site()),
        siteTlsPort.orElse(usual.siteTls()));
  }

  private CompletableFuture<CloudAssembly> synthesize(
      Synthesis synthesis, Environment environment, Progress progress) {
    progress.begins("templates");
    return CompletableFuture.supplyAsync(
        () -> {
          var assembly = synthesis.synthesize(environment.file(), shared.home().assembly(), false);
          progress.ends("templates", assembly.stacks().size() + " stacks");
          return assembly;
        });
  }

  private static CloudAssembly join(CompletableFuture<CloudAssembly> templates) {
    try {
      return templates.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Failure failure ? failure : e;
    }
  }

  private RegionRecord start(RegionProcess region, Environment environment, Progress progress) {
    progress.begins("region");
    var record = region.start(environment.place(), ports(Ports.USUAL), pace());
    progress.ends("region", environment.place().region());
    return record;
  }

  private double pace() {
    var value = pace.orElse(1.0);
    if (!(value > 0 && value <= 1000)) {
      throw Failure.wrongSettings("--pace is " + value + "; it must be above 0 and at most 1000");
    }
    return value;
  }

  private Rollout.Result rollout(
      RegionRecord record, Environment environment, CloudAssembly templates, Progress progress) {
    var target = TargetOption.local(record);
    return new Rollout(target, environment, shared.image(), Consent.GIVEN, progress).run(templates);
  }

  private void stayUntilItEnds(RegionProcess region) {
    // Ctrl-C ends this JVM before it gets here: the region was stopped elsewhere, or broke down.
    if (!region.awaitEnd()) {
      throw Failure.failed("the region has ended by itself; see " + shared.home().log());
    }
    System.err.println("Stopped from elsewhere (shang down); data stays.");
  }
}
