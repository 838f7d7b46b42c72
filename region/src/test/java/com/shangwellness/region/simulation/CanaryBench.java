package com.shangwellness.region.simulation;

import com.shangwellness.region.SimulatedRegion;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;

/**
 * Measures whole canary releases on virtual time, one after the other on one thread: health checks
 * every five seconds, seven release alarms and four of scaling, the store with its codec, and the
 * quarter of an hour for which blue stays. {@code bench/releases.sh} runs it. The same stretch of
 * time without a release, measured in turns with them, is the peer: what is left is the release.
 */
@SuppressWarnings("AnnotateFormatMethod")
final class CanaryBench {

  private static final int WARM_UP = 50;

  private final SimulatedRegion region;
  private final Site site;
  private long events;

  private CanaryBench() throws IOException {
    var terms = Terms.production();
    this.region =
        SimulatedRegion.begin(
            Files.createTempDirectory("canary-bench"), new SplittableRandom(1), Between.NOTHING);
    var machines = new Machines(region);
    this.site = Site.build(region, terms);
    machines.know(site.digests());
    region.timeline().afterEach(() -> events++);
    region.timeline().passes(Duration.ofMinutes(5));
  }

  /** Arguments: how many releases, rounds of them. */
  public static void main(String[] arguments) throws IOException {
    int releases = Integer.parseInt(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    var bench = new CanaryBench();
    bench.releases(WARM_UP);
    say("%5s %12s %10s %14s %12s", "round", "releases/s", "events/s", "idle ms each", "ms each");
    for (int round = 1; round <= rounds; round++) {
      bench.round(round, releases);
    }
  }

  private void round(int round, int releases) {
    events = 0;
    long began = System.nanoTime();
    var passed = releases(releases);
    double seconds = (System.nanoTime() - began) / 1e9;
    long counted = events;
    began = System.nanoTime();
    region.timeline().passes(passed);
    double idle = (System.nanoTime() - began) / 1e9;
    say(
        "%5d %12.1f %10.0f %14.1f %12.1f",
        round,
        releases / seconds,
        counted / seconds,
        1000 * idle / releases,
        1000 * seconds / releases);
  }

  private Duration releases(int count) {
    var began = region.timeline().now();
    for (int i = 0; i < count; i++) {
      release(i % 2 == 0 ? Version.BETTER : Version.GOOD);
    }
    return Duration.between(began, region.timeline().now());
  }

  private void release(Version version) {
    var codeDeploy = region.client(CodeDeployClient.class);
    var spec = new Candidate(version, Candidate.Flaw.NONE).appSpec(site);
    var id =
        Site.ask(
                region,
                () ->
                    codeDeploy.createDeployment(
                        r ->
                            r.applicationName(Site.APPLICATION)
                                .deploymentGroupName(Site.DEPLOYMENT_GROUP)
                                .revision(
                                    v ->
                                        v.revisionType(RevisionLocationType.APP_SPEC_CONTENT)
                                            .appSpecContent(c -> c.content(spec)))))
            .deploymentId();
    var status = DeploymentStatus.CREATED;
    while (!isOver(status)) {
      region.timeline().passes(Duration.ofSeconds(10));
      status = codeDeploy.getDeployment(r -> r.deploymentId(id)).deploymentInfo().status();
    }
    if (status != DeploymentStatus.SUCCEEDED) {
      throw new IllegalStateException(id + " ended as " + status);
    }
  }

  private static boolean isOver(DeploymentStatus status) {
    return status == DeploymentStatus.SUCCEEDED
        || status == DeploymentStatus.FAILED
        || status == DeploymentStatus.STOPPED;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
