package com.shangwellness.region.simulation;

import java.time.Instant;

/**
 * What laws look at.
 *
 * @param view production as it is now
 * @param releases what has become of each release so far
 * @param customers what was asked of production, and answered
 * @param deeds what people have asked for
 * @param life how many times the region has been started again
 */
record Look(View view, Releases releases, Customers customers, Deeds deeds, int life) {

  Instant now() {
    return view.now();
  }
}
