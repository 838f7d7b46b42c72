package com.shangwellness.region;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of a region: starts it, says when it serves, and stops it in good order on
 * SIGTERM.
 */
@Command(
    name = "region",
    mixinStandardHelpOptions = true,
    description = "Runs an AWS region on this machine until it is told to stop (SIGTERM).",
    footer = {
      "",
      "Example: region --data /var/tmp/region --account 123456789012 --region ap-south-1 --pace 20",
      "",
      "Exit codes: 0 stopped in good order, 1 could not start (the reason is on stderr), 2 wrong"
          + " usage."
    })
public final class RegionMain implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      description = "The folder that holds all that the region keeps.")
  private Path data;

  @Option(
      names = "--account",
      required = true,
      description = "The twelve-digit account that everything belongs to.")
  private String account;

  @Option(
      names = "--region",
      required = true,
      description = "The region's name, for example ap-south-1.")
  private String region;

  @Option(
      names = "--pace",
      defaultValue = "1",
      description = "Region seconds per second: more than 0, at most 10000 (${DEFAULT-VALUE}).")
  private double pace;

  @Option(
      names = "--api-port",
      defaultValue = "4566",
      description = "The port of the AWS API on 127.0.0.1 (${DEFAULT-VALUE}).")
  private int apiPort;

  @Option(
      names = "--site-port",
      defaultValue = "8080",
      description = "Where port 80 of the internet-facing load balancer is (${DEFAULT-VALUE}).")
  private int sitePort;

  @Option(
      names = "--site-tls-port",
      defaultValue = "8443",
      description = "Where its port 443 is (${DEFAULT-VALUE}).")
  private int siteTlsPort;

  @Option(
      names = "--clean",
      description = "End what a region that was killed left running, and start nothing.")
  private boolean clean;

  /** Runs the command. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new RegionMain()).execute(arguments));
  }

  @Override
  public Integer call() {
    var options = options();
    try {
      if (clean) {
        spec.commandLine().getOut().println(Region.clean(options.data()) + " processes ended");
      } else {
        run(Region.prepare(options));
      }
      return 0;
    } catch (IllegalStateException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }

  // Whoever stops the region while it begins must not leave its first processes behind: so the hook
  // comes before them.
  private void run(Region started) {
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(
                    () -> {
                      started.close();
                      stopped.countDown();
                    }));
    started.begin();
    spec.commandLine().getOut().println(ready(started));
    spec.commandLine().getOut().flush();
    awaitStop(stopped);
  }

  private RegionOptions options() {
    try {
      return new RegionOptions(
          data, account, region, pace, apiPort, Map.of(80, sitePort, 443, siteTlsPort));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private String ready(Region region) {
    var json = new JsonMapper().createObjectNode();
    return json.put("ready", true)
        .put("endpoint", "http://127.0.0.1:" + region.apiPort())
        .put("account", account)
        .put("region", this.region)
        .put("pace", pace)
        .toString();
  }

  private static void awaitStop(CountDownLatch stopped) {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
