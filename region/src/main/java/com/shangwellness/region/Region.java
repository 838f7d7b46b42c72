package com.shangwellness.region;

import com.shangwellness.region.buildhost.BuildMachine;
import com.shangwellness.region.buildhost.Gateway;
import com.shangwellness.region.certificates.AuthorityPage;
import com.shangwellness.region.certificates.CertificateAuthority;
import com.shangwellness.region.codebuild.CodeBuild;
import com.shangwellness.region.database.MariaDbBinaries;
import com.shangwellness.region.database.MariaDbServers;
import com.shangwellness.region.ecr.BlobStore;
import com.shangwellness.region.ecr.Digest;
import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.network.Names;
import com.shangwellness.region.network.Ports;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.processes.Sessions;
import com.shangwellness.region.s3.BucketNames;
import com.shangwellness.region.shells.ProcessShell;
import com.shangwellness.region.sns.HttpPostman;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.Sts;
import com.shangwellness.region.tasks.ProcessTasks;
import com.shangwellness.region.tasks.Surroundings;
import com.shangwellness.region.timeline.PacedTimeline;
import com.shangwellness.region.timeline.WallClock;
import com.shangwellness.region.traffic.NettyTraffic;
import com.shangwellness.region.wire.ApiServer;
import com.shangwellness.region.wire.Catalog;
import com.shangwellness.region.wire.Principals;
import com.shangwellness.region.wire.Spool;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/**
 * An AWS region that really runs on this machine: the composition root. All sockets are on
 * loopback; all that is kept is in one folder.
 */
public final class Region implements AutoCloseable {

  /**
   * CloudFront's certificates, web ACL and alarms exist only there, so every region has this one
   * beside it.
   */
  private static final String GLOBAL_REGION = "us-east-1";

  private static final String HOST = "127.0.0.1";

  /** An action that takes longer holds everything else up: the log names it. */
  private static final Duration WATCHDOG = Duration.ofMillis(250);

  private static final int TRAFFIC_THREADS = 2;

  /** How much of the machine's time a killed region may forget when nothing else has changed. */
  private static final Duration KEPT_TIME = Duration.ofSeconds(10);

  private static final Logger LOG = System.getLogger(Region.class.getName());

  private final Object life = new Object();
  private boolean closed;
  private final Store store;
  private final PacedTimeline timeline;
  private final ProcessTasks tasks;
  private final MariaDbServers databases;
  private final NettyTraffic traffic;
  private final HttpPostman postman;
  private final Gateway gateway;
  private final ProcessShell shell;
  private final ApiServer api;

  private Region(RegionOptions options, Store store) {
    this.store = store;
    var home = new Home(options.data());
    var clock = WallClock.ofMachine();
    this.timeline =
        new PacedTimeline(
            store.keptTime().orElseGet(clock::now), options.pace(), clock, store, WATCHDOG);
    store.keepTimeOf(timeline::now);
    var endpoint = URI.create("http://" + HOST + ":" + options.apiPort());
    var names = new Names(store, home.hosts());
    var authority = CertificateAuthority.in(home.authority(), clock);
    var processes = new Sessions(home.folder());
    processes.killOrphans();
    var images = new BlobStore(home.images());
    var ports = Ports.ofMachine();
    this.tasks =
        new ProcessTasks(
            timeline,
            digest -> images.file(Digest.parse(digest)),
            new Surroundings(
                endpoint, home.hosts(), authority.certificateFile(), javaHome(), ports::served),
            home.tasks());
    this.databases =
        new MariaDbServers(
            timeline,
            processes,
            authority,
            new MariaDbBinaries(home.databaseProgram()),
            home.databases());
    this.traffic = new NettyTraffic(timeline, clock, TRAFFIC_THREADS, mostClients());
    this.postman = new HttpPostman(timeline);
    this.gateway =
        new Gateway(authority, home.buildMachine().resolve("certificates"), options.apiPort());
    this.shell = new ProcessShell(timeline, machine(home, endpoint, authority), home.builds());
    var outside =
        new Outside(images, tasks, traffic, databases, ports, postman, authority, shell, endpoint);
    this.api = serve(options, home, names, outside);
  }

  // A client may need a connection to a target, too: half of what this process may open is left for
  // all else that it does.
  private static int mostClients() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean machine
            && machine.getMaxFileDescriptorCount() > 0 // or there is no limit
        ? Math.clamp(machine.getMaxFileDescriptorCount() / 4, 1, Integer.MAX_VALUE)
        : Integer.MAX_VALUE;
  }

  private BuildMachine machine(Home home, URI endpoint, CertificateAuthority authority) {
    return new BuildMachine(
        new BuildMachine.Parts(
            home.buildMachine(),
            endpoint,
            authority.certificateFile(),
            gateway.port(),
            javaHome(),
            System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"),
            home.mavenSettings()));
  }

  private static Path javaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  /**
   * Makes ready the region that is kept in the folder of {@code options}, or a new one. It has no
   * process running and answers nothing before {@link #begin}.
   *
   * @throws IllegalStateException when it cannot: the folder is in use, a port is taken; the
   *     message says what to do
   */
  public static Region prepare(RegionOptions options) {
    new Home(options.data()).prepare();
    var store = open(options.data());
    try {
      return new Region(options, store);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Begins to act and to answer; without effect once {@link #close} was called. */
  public void begin() {
    synchronized (life) {
      if (!closed) {
        keepTime();
        timeline.start();
        api.start();
      }
    }
  }

  // Time passes while nothing changes, too, and logs and answers tell of it.
  private void keepTime() {
    var unused =
        timeline.after(
            KEPT_TIME.multipliedBy(Math.max(1, Math.round(timeline.pace()))),
            "keep the region time",
            () -> {
              store.keepTime();
              keepTime();
            });
  }

  /**
   * Ends the processes that a killed region has left running.
   *
   * @return how many
   * @throws IllegalStateException when the region is running: they are in use
   */
  static int clean(Path data) {
    var home = new Home(data.toAbsolutePath());
    if (!Files.exists(home.store())) {
      return new Sessions(home.folder()).killOrphans().size();
    }
    var lock = locked(home);
    try {
      return new Sessions(home.folder()).killOrphans().size();
    } finally {
      lock.ifPresent(Store::close);
    }
  }

  // What is damaged is nobody's: its processes may be ended.
  private static Optional<Store> locked(Home home) {
    try {
      return Optional.of(Store.open(home.store()));
    } catch (MVStoreException e) {
      if (isInUse(e)) {
        throw inUse(home.folder(), e);
      }
      return Optional.empty();
    }
  }

  private static Store open(Path data) {
    try {
      return Store.open(new Home(data).store());
    } catch (MVStoreException e) {
      throw isInUse(e)
          ? inUse(data, e)
          : new IllegalStateException(
              "the region's data in " + data + " are damaged (" + e.getMessage() + ")", e);
    }
  }

  private static boolean isInUse(MVStoreException e) {
    return e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED;
  }

  private static IllegalStateException inUse(Path data, MVStoreException e) {
    return new IllegalStateException(
        "the region's data in " + data + " are in use by another region; stop that one first", e);
  }

  private ApiServer serve(RegionOptions options, Home home, Names names, Outside outside) {
    var random = new SecureRandom();
    var ids = new Ids(random);
    // IAM and STS answer for every region.
    var everywhere = new Place(options.account(), GLOBAL_REGION);
    var iam = new Iam(everywhere, timeline, store, ids);
    var sessions = new com.shangwellness.region.sts.Sessions(timeline, store, ids);
    var sts = new Sts(everywhere, iam, sessions);
    var spool = new Spool(home.spool());
    var ground =
        new Ground(
            home, timeline, store, ids, random, names, spool, new BucketNames(store), iam, sts);
    var catalog = new Catalog().global(iam, sts);
    var regions = new HashMap<String, Services>();
    Function<String, CloudFormationClient> formation =
        region -> regions.get(region).cloudFormation();
    for (var region : regionNames(options)) {
      var published =
          region.equals(options.region()) ? options.published() : Map.<Integer, Integer>of();
      var services =
          new Services(new Place(options.account(), region), ground, outside, published, formation);
      regions.put(region, services);
      catalog.region(region, services.all());
    }
    Principals issued = key -> sessions.principalOf(key).or(() -> iam.principalOf(key));
    var server =
        new ApiServer(
            HOST,
            options.apiPort(),
            new ApiServer.Parts(
                catalog, timeline, Principals.orLocalUser(issued, options.account()), spool));
    regions.forEach(
        (region, services) -> server.handle("/_region/sns/" + region + "/", services.snsLinks()));
    var main = regions.get(options.region());
    server.handle("/v2/", main.ecr().registry());
    server.handle("/_region/credentials/", main.ecs().credentials());
    server.handle("/_region/authority", new AuthorityPage(outside.authority()));
    server.handle(CodeBuild.CREDENTIALS, main.codeBuild().credentials());
    return server;
  }

  private static Set<String> regionNames(RegionOptions options) {
    return new TreeSet<>(Set.of(options.region(), GLOBAL_REGION));
  }

  /** The port on which the API is served. */
  public int apiPort() {
    return api.port();
  }

  /**
   * Stops in good order: nothing new is begun, tasks are told to end and are waited for, databases
   * are shut down, and region time stands still from here. What fails to stop is logged and holds
   * back nothing else.
   */
  @Override
  public void close() {
    synchronized (life) {
      if (!closed) {
        closed = true;
        inOrder(
            api::close,
            timeline::close,
            store::keepTime,
            tasks::close,
            shell::close,
            gateway::close,
            postman::close,
            traffic::close,
            databases::close,
            store::close);
      }
    }
  }

  /** Takes each step, whatever became of those before it. */
  static void inOrder(Runnable... steps) {
    for (var step : steps) {
      try {
        step.run();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "a part of the region did not stop in good order", e);
      }
    }
  }
}
