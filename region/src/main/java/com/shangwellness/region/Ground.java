package com.shangwellness.region;

import com.shangwellness.region.network.Names;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.s3.BucketNames;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Pace;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.wire.Spool;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** What the services of all regions stand on. */
record Ground(
    Home home,
    Timeline timeline,
    Store store,
    Ids ids,
    RandomGenerator random,
    Names names,
    Spool spool,
    BucketNames buckets,
    IamClient iam,
    StsClient sts) {

  /** How fast time passes, where it does so by itself. */
  Pace pace() {
    return timeline instanceof Pace pace ? pace : Pace.NONE;
  }
}
