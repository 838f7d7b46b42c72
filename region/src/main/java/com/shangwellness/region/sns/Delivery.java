package com.shangwellness.region.sns;

import java.time.Instant;

/**
 * A message on its way to one subscriber; kept until it has arrived or is given up.
 *
 * @param id its id
 * @param subscriptionArn who is to get it
 * @param message what
 * @param tried how often it was tried in vain
 * @param due when it is tried next, region time
 */
record Delivery(String id, String subscriptionArn, Message message, int tried, Instant due) {

  Delivery again(Instant next) {
    return new Delivery(id, subscriptionArn, message, tried + 1, next);
  }
}
