package com.shangwellness.ops.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.machine.Home;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineDoctorTest {
  @TempDir private Path folder;

  @Test
  void a_taken_port_comes_with_the_option_that_moves_it() {
    assertThat(broken(port -> port != 8080, "echo v22.1.0"))
        .containsExactly(
            Finding.broken(
                "port 8080",
                "another program listens there",
                "End that program, or: ./shang up --site-port 8081"));
  }

  @Test
  void an_old_node_is_named() {
    assertThat(broken(port -> true, "echo v18.20.1"))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.words()).isEqualTo("v18.20.1 is too old");
              assertThat(f.remedy()).contains("https://nodejs.org");
            });
  }

  @Test
  void a_node_that_does_not_start_is_named() {
    assertThat(broken(port -> true, "echo no such library"))
        .singleElement()
        .satisfies(f -> assertThat(f.words()).isEqualTo("it does not start: no such library"));
  }

  @Test
  void another_jdk_is_named_with_where_to_get_the_right_one() {
    assertThat(MachineDoctor.jdk(21).remedy()).contains("adoptium.net");
    assertThat(MachineDoctor.jdk(25).state()).isEqualTo(Finding.State.WELL);
  }

  private List<Finding> broken(IntPredicate isFree, String node) {
    return new MachineDoctor(new Home(folder), Optional.empty(), isFree, List.of("sh", "-c", node))
        .examine().stream().filter(f -> f.state() == Finding.State.BROKEN).toList();
  }
}
