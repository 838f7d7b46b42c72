package com.shangwellness.infra.settings;

/** How a stack reads what another stack puts out. */
public enum CrossStackValues {
  /** By {@code Fn::GetStackOutput}, which CloudFormation resolves at each deployment. */
  REFERENCES,

  /** By template parameters, which the deployer fills with the outputs. */
  PARAMETERS
}
