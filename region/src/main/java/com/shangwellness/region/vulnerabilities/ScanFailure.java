package com.shangwellness.region.vulnerabilities;

/** Why a scan says nothing. */
public final class ScanFailure extends Exception {

  private static final long serialVersionUID = 1L;

  ScanFailure(String message) {
    super(message);
  }
}
