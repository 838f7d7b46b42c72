package com.shangwellness.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.processes.Sessions;
import com.shangwellness.region.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionTest {

  @TempDir Path data;

  private Process left() throws IOException {
    return new Sessions(data)
        .prepare(List.of("/bin/sleep", "60"), Map.of(), data, data.resolve("log"))
        .start();
  }

  @Test
  void a_part_that_does_not_stop_holds_back_no_other() {
    var stopped = new ArrayList<String>();
    Region.inOrder(
        () -> stopped.add("first"),
        () -> {
          throw new IllegalStateException("expected in this test");
        },
        () -> stopped.add("third"));
    assertThat(stopped).containsExactly("first", "third");
  }

  @Test
  void a_region_that_is_stopped_before_it_begins_begins_nothing() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var region =
        Region.prepare(new RegionOptions(data, "123456789012", "ap-south-1", 1, port, Map.of()));
    region.close();
    // To begin after all would be refused by the API's port, which is given back.
    assertThatCode(region::begin).doesNotThrowAnyException();
    // The folder is free again.
    Store.open(new Home(data).store()).close();
  }

  @Test
  void what_a_killed_region_left_is_ended() throws Exception {
    Store.open(new Home(data).store()).close();
    var left = left();
    assertThat(Region.clean(data)).isEqualTo(1);
    assertThat(left.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void the_processes_of_a_region_that_runs_are_left_alone() throws Exception {
    var process = left();
    try (var running = Store.open(new Home(data).store())) {
      assertThatThrownBy(() -> Region.clean(data))
          .hasMessage(
              "the region's data in "
                  + data
                  + " are in use by another region; stop that one first");
      assertThat(process.isAlive()).isTrue();
      assertThat(running.keptTime()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }
}
