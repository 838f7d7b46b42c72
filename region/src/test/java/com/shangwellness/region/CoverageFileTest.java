package com.shangwellness.region;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.certificates.CertificateAuthority;
import com.shangwellness.region.cloudformation.Coverage;
import com.shangwellness.region.database.SimulatedDatabases;
import com.shangwellness.region.ecr.BlobStore;
import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.network.Names;
import com.shangwellness.region.network.Ports;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.s3.BucketNames;
import com.shangwellness.region.shells.SimulatedShell;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.Sessions;
import com.shangwellness.region.sts.Sts;
import com.shangwellness.region.tasks.SimulatedTasks;
import com.shangwellness.region.timeline.VirtualTimeline;
import com.shangwellness.region.timeline.WallClock;
import com.shangwellness.region.traffic.SimulatedTraffic;
import com.shangwellness.region.wire.Spool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.core.SdkClient;

/** {@code COVERAGE.md} says what the code does; with {@code -Dcoverage=write} it is written. */
final class CoverageFileTest {

  private static final Path FILE = Path.of("..", "COVERAGE.md");
  private static final String RENEW =
      "mvn -pl region test -Dtest=CoverageFileTest -Dcoverage=write";

  @TempDir private Path folder;

  @Test
  void the_committed_file_says_what_the_code_does() throws IOException {
    var coverage = coverage();
    if (System.getProperty("coverage", "").equals("write")) {
      Files.writeString(FILE, coverage);
    }

    assertThat(FILE)
        .as("COVERAGE.md; if it is stale, renew and commit it: " + RENEW)
        .hasContent(coverage);
  }

  /** Told by a region made as {@link Region} makes it, its outside simulated. */
  private String coverage() {
    var place = new Place("123456789012", "ap-south-1");
    try (var store = Store.inMemory()) {
      var ground = ground(place, store);
      var services =
          new Services(
              place,
              ground,
              outside(ground),
              Map.of(),
              region -> {
                throw new AssertionError("nothing is asked of " + region);
              });
      return Coverage.of(
          services.resourceTypes(),
          Stream.concat(Stream.of(ground.iam(), ground.sts()), Stream.of(services.all()))
              .<Class<? extends AwsClient>>map(CoverageFileTest::kind)
              .toList());
    }
  }

  private static Class<? extends AwsClient> kind(SdkClient service) {
    return service.getClass().asSubclass(AwsClient.class);
  }

  private Ground ground(Place place, Store store) {
    var home = new Home(folder);
    var random = new Random(1);
    var ids = new Ids(random);
    var timeline = new VirtualTimeline(new VirtualTimeline().now(), store);
    var iam = new Iam(place, timeline, store, ids);
    return new Ground(
        home,
        timeline,
        store,
        ids,
        random,
        new Names(store, home.hosts()),
        new Spool(home.spool()),
        new BucketNames(store),
        iam,
        new Sts(place, iam, new Sessions(timeline, store, ids)));
  }

  private static Outside outside(Ground ground) {
    return new Outside(
        new BlobStore(ground.home().images()),
        new SimulatedTasks(ground.timeline(), ground.random()),
        new SimulatedTraffic(ground.timeline()),
        new SimulatedDatabases(ground.timeline(), Duration.ofSeconds(1)),
        Ports.ALL,
        (to, headers, body, answer) -> {},
        CertificateAuthority.in(ground.home().authority(), WallClock.ofMachine()),
        new SimulatedShell(ground.timeline(), ground.random()),
        URI.create("http://127.0.0.1:4566"));
  }
}
