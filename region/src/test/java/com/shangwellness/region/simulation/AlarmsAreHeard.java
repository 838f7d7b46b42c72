package com.shangwellness.region.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** 5: a watched alarm in ALARM starts the rollback within one evaluation. */
final class AlarmsAreHeard implements Law {

  private static final Duration EVALUATION = Duration.ofSeconds(60);

  private final Map<String, Instant> since = new HashMap<>();
  private int life;

  @Override
  public void check(Look look) {
    if (life != look.life()) {
      // The region's time went on where it was kept.
      life = look.life();
      since.replaceAll((alarm, at) -> at.isAfter(look.now()) ? look.now() : at);
    }
    var ringing = look.view().ringing();
    since.keySet().retainAll(ringing);
    for (var alarm : ringing) {
      since.putIfAbsent(alarm, look.now());
    }
    if (!since.isEmpty()) {
      look.releases().underWay().ifPresent(release -> check(look, release));
    }
  }

  private void check(Look look, Release release) {
    // Once blue's removal has begun there is no way back.
    if (release.blueWent().isPresent()) {
      return;
    }
    since.forEach(
        (alarm, at) -> {
          var heard = later(at, release.info().createTime()).plus(EVALUATION);
          if (look.now().isAfter(heard)) {
            throw new Broken("5", release.id() + " goes on while " + alarm + " rings since " + at);
          }
        });
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
