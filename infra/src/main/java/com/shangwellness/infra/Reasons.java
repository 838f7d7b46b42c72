package com.shangwellness.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;

/** Words for what we do on purpose although a rule speaks against it. */
public final class Reasons {
  private Reasons() {}

  /** Lifts a rule of cdk-nag, for a reason that an auditor would accept. */
  public static NagPackSuppression because(String rule, String reason) {
    return NagPackSuppression.builder().id(rule).reason(reason).build();
  }
}
