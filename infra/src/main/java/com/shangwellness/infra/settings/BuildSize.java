package com.shangwellness.infra.settings;

/** CodeBuild's general machines: 3 GB and 2 vCPU, 7 GB and 4, 15 GB and 8. */
public enum BuildSize {
  SMALL,
  MEDIUM,
  LARGE
}
