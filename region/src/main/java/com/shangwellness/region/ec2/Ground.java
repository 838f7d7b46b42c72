package com.shangwellness.region.ec2;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;

/** What every part of EC2 stands on. */
record Ground(Place place, Timeline timeline, Store store, Ids ids) {

  String account() {
    return place.account();
  }
}
