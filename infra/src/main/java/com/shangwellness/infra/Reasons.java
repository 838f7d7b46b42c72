package com.shangwellness.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Validations;
import software.constructs.IConstruct;

/** Words for what we do on purpose although a rule speaks against it. */
public final class Reasons {
  private Reasons() {}

  /** Lifts a rule of cdk-nag, for a reason that an auditor would accept. */
  public static NagPackSuppression because(String rule, String reason) {
    return NagPackSuppression.builder().id(rule).reason(reason).build();
  }

  /** Lifts a rule of the CDK's own validation from {@code construct} and all within it. */
  public static void acknowledge(IConstruct construct, String rule, String reason) {
    Validations.of(construct)
        .acknowledge(
            Acknowledgment.builder().id("CloudFormation-Validate::" + rule).reason(reason).build());
  }
}
