package com.shangwellness.region.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.store.Store;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @TempDir Path folder;

  @Test
  void a_bound_name_is_in_the_hosts_file_and_an_unbound_one_is_not() {
    try (var store = Store.inMemory()) {
      var names = new Names(store, folder.resolve("hosts"));
      store.around(() -> names.bind("db.example.com", List.of("127.0.20.4")));
      assertThat(names.hostsFile())
          .content()
          .contains("127.0.0.1 localhost")
          .contains("127.0.20.4 db.example.com");

      store.around(() -> names.unbind("db.example.com"));
      assertThat(names.hostsFile()).content().doesNotContain("db.example.com");
      assertThat(names.resolve("db.example.com")).isEmpty();
    }
  }

  @Test
  void a_vpc_address_is_served_at_the_loopback_address_with_its_last_three_numbers() {
    assertThat(Loopback.of("10.0.12.34")).isEqualTo("127.0.12.34");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fd00::1",
        "",
        "10",
        "10.0.0",
        "10.0.0.",
        ".0.0.1",
        "10..0.1",
        "1000.0.0.1",
        "a.b.c.d"
      })
  void what_is_no_address_is_refused(String address) {
    assertThatThrownBy(() -> Loopback.of(address)).hasMessage(address + " is no IPv4 address");
  }
}
