package com.shangwellness.region.vulnerabilities;

/** A package of Maven's. */
public record MavenPackage(String group, String artifact, String version) {

  /** Its name as OSV has it, {@code group:artifact}. */
  public String name() {
    return group + ":" + artifact;
  }
}
