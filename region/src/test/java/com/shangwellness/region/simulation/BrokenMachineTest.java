package com.shangwellness.region.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The laws can fail: each machine that is wrong is found out, by the law that it breaks. */
class BrokenMachineTest {

  private static final int HISTORIES = 200;

  @TempDir static Path folder;

  private static Optional<AssertionError> broken(long seed, Between between) {
    try {
      History.of(seed, folder, between);
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.of(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_machine_with_this_flaw_is_found_out(Flaw flaw) {
    for (long seed = 0; seed < HISTORIES; seed++) {
      var found =
          flaw.suits(History.terms(seed)) ? broken(seed, flaw) : Optional.<AssertionError>empty();
      if (found.isPresent()) {
        assertThat(found.get().getCause())
            .as(found.get().getMessage())
            .isInstanceOfSatisfying(
                Broken.class, broken -> assertThat(broken.law()).isEqualTo(flaw.law()));
        return;
      }
    }
    throw new AssertionError(flaw + " was not found out in " + HISTORIES + " histories");
  }

  /** 14: the same seed gives the same history, and it would be seen if it did not. */
  @Test
  void a_machine_that_draws_from_elsewhere_than_the_seed_has_another_history() {
    Between unseeded =
        new Between() {
          @Override
          public java.util.random.RandomGenerator ids(java.util.random.RandomGenerator seeded) {
            return Flaw.unseeded(seeded);
          }
        };
    assertThat(History.of(1, folder, unseeded).lines())
        .isNotEqualTo(History.of(1, folder, unseeded).lines());
  }
}
