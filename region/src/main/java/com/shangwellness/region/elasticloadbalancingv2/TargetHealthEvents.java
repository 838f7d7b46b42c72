package com.shangwellness.region.elasticloadbalancingv2;

import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;

/** Hears of targets whose health has changed, inside the transaction that changed it. */
@FunctionalInterface
public interface TargetHealthEvents {

  /** {@code target} of {@code targetGroupArn} is in another state now. */
  void changed(String targetGroupArn, TargetDescription target, TargetHealth health);
}
