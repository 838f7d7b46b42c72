package com.shangwellness.infra;

import java.util.Locale;

/** The pages that say what to do. Every alarm names one. */
public enum Runbook {
  SERVICE_OUTAGE,
  DATA_RECOVERY,
  SECURITY_INCIDENT,
  BAD_RELEASE,
  COST_SPIKE,
  ZONE_LOSS;

  /** The page, from the project's folder. */
  public String page() {
    return "runbooks/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".md";
  }

  /** What has happened, and then where to read on. */
  public String after(String what) {
    return what + ". See " + page();
  }
}
