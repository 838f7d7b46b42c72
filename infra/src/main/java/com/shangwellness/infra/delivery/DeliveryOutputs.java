package com.shangwellness.infra.delivery;

import com.shangwellness.infra.Neighbour;

/** What the delivery stack tells other stacks. Names of outputs never change. */
public final class DeliveryOutputs {
  static final String SOURCE_BUCKET = "SourceBucketName";

  private final Neighbour delivery;

  /** Reads the outputs of {@code delivery}. */
  public DeliveryOutputs(Neighbour delivery) {
    this.delivery = delivery;
  }

  /** The bucket that changes are uploaded to; there is none when they come from Git. */
  public String sourceBucket() {
    return delivery.output(SOURCE_BUCKET);
  }
}
