package com.shangwellness.region.vulnerabilities;

import java.util.List;

/**
 * What is known of a vulnerability in one package.
 *
 * @param id the CVE's number where it has one, else OSV's
 * @param summary what it is, in a line
 * @param uri where more is said
 * @param score its CVSS vector; empty when there is none
 * @param name the package's name, {@code group:artifact}
 * @param versions versions that are named one by one
 * @param ranges versions that are affected
 * @param fixed the versions that have the remedy
 */
record Advisory(
    String id,
    String summary,
    String uri,
    Severity severity,
    String score,
    String name,
    List<String> versions,
    List<VersionRange> ranges,
    List<String> fixed) {

  boolean affects(MavenPackage found) {
    return name.equals(found.name())
        && (versions.contains(found.version())
            || ranges.stream().anyMatch(range -> range.holds(found.version())));
  }
}
