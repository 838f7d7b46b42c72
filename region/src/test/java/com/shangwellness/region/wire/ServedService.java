package com.shangwellness.region.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.PacedTimeline;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.timeline.WallClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkClient;

/** A service on a port of this machine, in real time, and the programs that call it. */
public final class ServedService implements AutoCloseable {

  /** Where it is served. */
  public static final Place MUMBAI = new Place("123456789012", "ap-south-1");

  /** Makes a service, with others that it needs. */
  @FunctionalInterface
  public interface Maker {
    /** The service, which acts on this timeline and keeps what it knows in this store. */
    SdkClient make(Timeline timeline, Store store);
  }

  private final Path folder;
  private final Store store = Store.inMemory();
  private final PacedTimeline timeline;
  private final ApiServer server;

  /** Makes services, and what else a catalog has. */
  @FunctionalInterface
  interface CatalogMaker {
    Catalog make(PacedTimeline timeline, Store store);
  }

  /** Serves what {@code maker} makes; {@code folder} is for files. */
  public ServedService(Path folder, Maker maker) {
    this(
        (timeline, store) -> new Catalog().region(MUMBAI.region(), maker.make(timeline, store)),
        folder);
  }

  /** Serves all that {@code maker} makes; {@code folder} is for files. */
  ServedService(CatalogMaker maker, Path folder) {
    this.folder = folder;
    var clock = WallClock.ofMachine();
    this.timeline = new PacedTimeline(clock.now(), 1, clock, store, Duration.ofSeconds(1));
    var catalog = maker.make(timeline, store);
    timeline.start();
    this.server =
        new ApiServer(
            "127.0.0.1",
            0,
            new ApiServer.Parts(
                catalog,
                timeline,
                Principals.localUser(MUMBAI.account()),
                new Spool(folder.resolve("spool"))));
    server.start();
  }

  /** Where it answers. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.port();
  }

  /** What a program says that has to end well within a minute. */
  public String run(List<String> command) throws IOException, InterruptedException {
    var said = folder.resolve("said");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local",
                "AWS_DEFAULT_REGION", MUMBAI.region(),
                "AWS_PAGER", "",
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null"));
    var process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    var text = Files.readString(said, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as("%s said %s", command, text).isZero();
    return text;
  }

  @Override
  public void close() {
    server.close();
    timeline.close();
    store.close();
  }
}
