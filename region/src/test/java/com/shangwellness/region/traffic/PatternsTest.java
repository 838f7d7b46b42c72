package com.shangwellness.region.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wildcards and address blocks. */
class PatternsTest {

  @ParameterizedTest
  @CsvSource({
    "/api/*,       /api/a/b,   true",
    "/api/*,       /api,       false",
    "*.jpg,        a.b.jpg,    true",
    "*.jpg,        a.jpg.png,  false",
    "/?/x,         /a/x,       true",
    "/?/x,         //x,        false",
    "*a*b*,        xaybz,      true",
    "*a*b*,        xbya,       false",
    "*,            anything,   true",
    "/API,         /api,       false",
  })
  void a_pattern_fits_as_alb_says(String pattern, String text, boolean fits) {
    assertThat(new Wildcard(pattern, false).fits(text)).isEqualTo(fits);
  }

  @Test
  void the_case_of_letters_counts_only_where_it_should() {
    assertThat(new Wildcard("*.Example.com", true).fits("www.example.COM")).isTrue();
  }

  @Test
  void a_hostile_pattern_takes_no_time() {
    assertThat(new Wildcard("a*".repeat(60) + "b", false).fits("a".repeat(2_000))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/16,  10.0.255.1,  true",
    "10.0.0.0/16,  10.1.0.1,    false",
    "0.0.0.0/0,    8.8.8.8,     true",
    "10.0.0.7/32,  10.0.0.7,    true",
    "10.0.0.7/32,  10.0.0.8,    false",
    "192.168.1.9/24, 192.168.1.200, true",
  })
  void a_block_contains_its_addresses(String block, String address, boolean contains) {
    assertThat(Block.of(block).contains(address)).isEqualTo(contains);
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0", "10.0.0.0/33", "10.0.0/8", "10.0.0.256/32", "a.b.c.d/8", "10.0.0.0/"})
  void what_is_no_block_is_refused(String text) {
    assertThatThrownBy(() -> Block.of(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
