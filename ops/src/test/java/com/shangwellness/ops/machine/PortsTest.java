package com.shangwellness.ops.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortsTest {
  @ParameterizedTest
  @CsvSource({"4566, --api-port 4567", "8080, --site-port 8081", "8443, --site-tls-port 8444"})
  void a_taken_port_is_named_with_the_option_that_moves_it(int taken, String remedy) {
    assertThatThrownBy(() -> Ports.USUAL.requireFree(port -> port != taken))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("port " + taken + " is taken by another program")
        .hasMessageEndingWith(remedy);
  }

  @Test
  void two_fronts_cannot_share_a_port() {
    assertThatThrownBy(() -> new Ports(4566, 8080, 8080).requireFree(port -> true))
        .hasMessage("--site-port and --site-tls-port are both 8080; each needs a port of its own");
  }

  @Test
  void a_port_is_a_number_from_1_to_65535() {
    assertThatThrownBy(() -> new Ports(70_000, 8080, 8443).requireFree(port -> true))
        .hasMessage("--api-port is 70000; a port is a number from 1 to 65535");
  }

  @Test
  void a_port_is_taken_while_somebody_listens_there() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.isFree(socket.getLocalPort())).isFalse();
    }
  }
}
