package com.shangwellness.region.vulnerabilities;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.vulnerabilities.VersionRange.Event;
import com.shangwellness.region.vulnerabilities.VersionRange.Kind;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRangeTest {

  private static VersionRange range(String events) {
    return new VersionRange(
        Arrays.stream(events.split(" "))
            .map(event -> event.split("="))
            .map(event -> new Event(Kind.valueOf(event[0]), event[1]))
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "INTRODUCED=0 FIXED=2.15.0,                               2.14.1,        true",
    "INTRODUCED=0 FIXED=2.15.0,                               2.15.0,        false",
    "INTRODUCED=0 FIXED=2.15.0,                               2.9,           true",
    "INTRODUCED=0 FIXED=2.15.0,                               2.100,         false",
    // As Maven orders versions: a release candidate comes before its release.
    "INTRODUCED=0 FIXED=2.15.0,                               2.15.0-rc1,    true",
    "INTRODUCED=0 FIXED=2.15.0,                               2.15.0-alpha-1,true",
    "INTRODUCED=2.0-beta9 FIXED=2.3.1,                        2.0,           true",
    "INTRODUCED=2.0-beta9 FIXED=2.3.1,                        2.0-beta8,     false",
    "INTRODUCED=2.0-beta9 FIXED=2.3.1,                        2.3.1.Final,   false",
    "INTRODUCED=1.0 LAST_AFFECTED=1.5,                        1.5,           true",
    "INTRODUCED=1.0 LAST_AFFECTED=1.5,                        1.5.1,         false",
    "INTRODUCED=1.0,                                          99,            true",
    "INTRODUCED=1.0 FIXED=1.2 INTRODUCED=2.0 FIXED=2.4,       1.3,           false",
    "INTRODUCED=1.0 FIXED=1.2 INTRODUCED=2.0 FIXED=2.4,       2.1,           true",
    "INTRODUCED=2.0 FIXED=2.4 INTRODUCED=1.0 FIXED=1.2,       1.1,           true",
  })
  void a_version_is_affected_between_the_events(String events, String version, boolean affected) {
    assertThat(range(events).holds(version)).isEqualTo(affected);
  }

  // A remedy that is older than what it is for remedies nothing.
  @Property
  void exactly_what_is_between_introduced_and_fixed_is_affected(
      @ForAll @IntRange(max = 50) int introduced,
      @ForAll @IntRange(max = 50) int fixed,
      @ForAll @IntRange(max = 50) int version) {
    var range =
        new VersionRange(
            List.of(
                new Event(Kind.INTRODUCED, "1." + introduced),
                new Event(Kind.FIXED, "1." + fixed)));
    assertThat(range.holds("1." + version))
        .isEqualTo(version >= introduced && (version < fixed || fixed < introduced));
  }
}
