package com.shangwellness.region.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  private static Cidr cidr(String text) {
    return Cidr.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0",
        "10.0.0/16",
        "10.0.0.256/24",
        "10.0.0.0/33",
        "a.b.c.d/8",
        "",
        "1.2.3.4/"
      })
  void what_is_no_block(String text) {
    assertThat(Cidr.parse(text)).isEmpty();
  }

  @ParameterizedTest(name = "{0} and {1}: contains {2}, overlaps {3}")
  @CsvSource({
    "10.0.0.0/16, 10.0.1.0/24, true, true",
    "10.0.1.0/24, 10.0.0.0/16, false, true",
    "10.0.0.0/24, 10.0.1.0/24, false, false",
    "10.0.0.0/16, 10.1.0.0/24, false, false",
    "0.0.0.0/0, 192.168.0.0/16, true, true",
    "10.0.0.0/28, 10.0.0.0/28, true, true",
  })
  void blocks_contain_and_overlap(String a, String b, boolean contains, boolean overlaps) {
    assertThat(cidr(a).contains(cidr(b))).isEqualTo(contains);
    assertThat(cidr(a).overlaps(cidr(b))).isEqualTo(overlaps);
  }

  @ParameterizedTest(name = "{0} → {1}, {2} addresses")
  @CsvSource({
    "10.0.3.7/16, 10.0.0.0/16, 65536",
    "10.0.0.17/28, 10.0.0.16/28, 16",
    "255.255.255.255/32, 255.255.255.255/32, 1",
    "0.0.0.0/0, 0.0.0.0/0, 4294967296",
  })
  void a_block_is_written_by_its_first_address(String text, String written, long size) {
    assertThat(cidr(text)).hasToString(written);
    assertThat(cidr(text).size()).isEqualTo(size);
  }

  @Property
  void every_address_of_a_block_is_in_it_and_the_next_is_not(
      @ForAll @LongRange(min = 0, max = 0xFFFF_FFFFL) long first,
      @ForAll @IntRange(min = 8, max = 32) int length) {
    var block = cidr(new Cidr(first, 32).address(0) + "/" + length);

    var last = Cidr.number(block.address(block.size() - 1)).orElseThrow();

    assertThat(block.contains(last)).isTrue();
    assertThat(block.contains(last + 1)).isFalse();
  }
}
