package com.shangwellness.region;

import com.shangwellness.region.certificates.CertificateAuthority;
import com.shangwellness.region.database.SimulatedDatabases;
import com.shangwellness.region.ecr.BlobStore;
import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.network.Names;
import com.shangwellness.region.network.Ports;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.s3.BucketNames;
import com.shangwellness.region.simulation.SeveredTasks;
import com.shangwellness.region.simulation.SeveredTraffic;
import com.shangwellness.region.simulation.Severing;
import com.shangwellness.region.sns.Postman;
import com.shangwellness.region.shells.SimulatedShell;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.Sessions;
import com.shangwellness.region.sts.Sts;
import com.shangwellness.region.tasks.ContainerId;
import com.shangwellness.region.tasks.SimulatedTasks;
import com.shangwellness.region.timeline.VirtualTimeline;
import com.shangwellness.region.timeline.WallClock;
import com.shangwellness.region.traffic.SimulatedTraffic;
import com.shangwellness.region.traffic.SimulatedTraffic.Faults;
import com.shangwellness.region.wire.Spool;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import software.amazon.awssdk.core.SdkClient;

/**
 * One life of a region whose outside is simulated, from its start to a crash: the same services,
 * put together by the same composition, as in a region that runs, on virtual time.
 */
public final class SimulatedRegion {

  /** The account and the region's name. */
  public static final Place PLACE = new Place("669097061043", "ap-south-1");

  private static final Instant BIRTH = Instant.parse("2026-01-01T00:00:00Z");

  private final Store store;
  private final VirtualTimeline timeline;
  private final SimulatedTasks tasks;
  private final SeveredTasks runtime;
  private final SimulatedTraffic traffic;
  private final Severing severing = new Severing();
  private final List<SdkClient> clients = new ArrayList<>();
  private long commits;

  private SimulatedRegion(Store store, Path folder, SplittableRandom random) {
    this.store = store;
    this.timeline = new VirtualTimeline(store.keptTime().orElse(BIRTH), store);
    store.keepTimeOf(
        () -> {
          commits++;
          return timeline.now();
        });
    this.tasks = new SimulatedTasks(timeline, random.split());
    this.runtime = new SeveredTasks(tasks, severing);
    this.traffic = new SimulatedTraffic(timeline, random.split(), Faults.NONE);
    clients.addAll(List.of(services(folder, random.split()).all()));
  }

  /** A region with nothing in it. */
  public static SimulatedRegion begin(Path folder, SplittableRandom random) {
    return new SimulatedRegion(Store.inMemory(), folder, random);
  }

  /**
   * The region after a crash: what was committed is there, its time goes on where it was kept, and
   * of its processes and sockets nothing is left. This life is over.
   */
  public SimulatedRegion crash(Path folder, SplittableRandom random) {
    severing.after(0);
    return new SimulatedRegion(store.reopened(), folder, random);
  }

  private Services services(Path folder, SplittableRandom random) {
    var home = new Home(folder);
    var ids = new Ids(random);
    var iam = new Iam(PLACE, timeline, store, ids);
    clients.add(iam);
    var sts = new Sts(PLACE, iam, new Sessions(timeline, store, ids));
    var ground =
        new Ground(
            home,
            timeline,
            store,
            ids,
            random,
            new Names(store, home.hosts()),
            new Spool(home.spool()),
            new BucketNames(store),
            iam,
            sts);
    Postman nobody = (to, headers, body, answer) -> {};
    var outside =
        new Outside(
            new BlobStore(home.images()),
            runtime,
            new SeveredTraffic(traffic, severing),
            new SimulatedDatabases(timeline, Duration.ofSeconds(10)),
            Ports.ALL,
            nobody,
            CertificateAuthority.in(home.authority(), WallClock.ofMachine()),
            new SimulatedShell(timeline, random.split()),
            URI.create("http://127.0.0.1:4566"));
    return new Services(
        PLACE,
        ground,
        outside,
        Map.of(),
        region -> {
          throw new IllegalArgumentException("there is no other region than this one");
        });
  }

  /** The service that is asked as the SDK asks it. */
  public <C extends SdkClient> C client(Class<C> type) {
    return clients.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  /** The region's time. */
  public VirtualTimeline timeline() {
    return timeline;
  }

  /** The machine on which its containers run. */
  public SimulatedTasks tasks() {
    return tasks;
  }

  /** The containers that ECS has asked to stop in this life. */
  public Set<ContainerId> stopped() {
    return runtime.stopped();
  }

  /** The wires to its containers. */
  public SimulatedTraffic traffic() {
    return traffic;
  }

  /** What cuts it off from both. */
  public Severing severing() {
    return severing;
  }

  /** How many actions have changed what is kept. */
  public long commits() {
    return commits;
  }
}
