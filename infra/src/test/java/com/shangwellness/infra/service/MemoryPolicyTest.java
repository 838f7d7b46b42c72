package com.shangwellness.infra.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.infra.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM seldom gives memory back, and the service scales by it. */
class MemoryPolicyTest {
  private static final Pattern CAP =
      Pattern.compile("-(?:Xmx|XX:MaxMetaspaceSize=|XX:ReservedCodeCacheSize=)(\\d+)m");

  /** MiB for threads, buffers and the JVM itself, generously. */
  private static final int OUTSIDE_ITS_CAPS = 128;

  @ParameterizedTest
  @ValueSource(strings = {"prod", "staging"})
  void a_jvm_that_has_all_it_may_ever_have_does_not_hold_scaling_in(String environment)
      throws IOException {
    var service = SettingsReader.read(Path.of("../environments", environment + ".yaml")).service();
    var caps =
        CAP.matcher(Files.readString(Path.of("../app/pom.xml")))
            .results()
            .map(flag -> Integer.parseInt(flag.group(1)))
            .toList();

    assertThat(caps).as("heap, metaspace, code").hasSize(3);
    assertThat(caps.stream().mapToInt(Integer::intValue).sum() + OUTSIDE_ITS_CAPS)
        // Target tracking scales in with some distance from its target, a tenth of it.
        .isLessThan(service.memory() * service.memoryTargetPercent() * 9 / 1000);
  }
}
