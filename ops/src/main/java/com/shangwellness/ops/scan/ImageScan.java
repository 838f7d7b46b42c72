package com.shangwellness.ops.scan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a registry says of an image's scan.
 *
 * @param status {@code COMPLETE}, {@code ACTIVE} (of a scan that goes on by itself), {@code
 *     FAILED}, or one of those that mean that it is not over
 * @param description why, when it failed
 * @param dated whether it says when it was completed; one that goes on by itself is active before
 *     it has found anything
 */
record ImageScan(String status, String description, boolean dated, List<Finding> findings) {

  /**
   * A vulnerability that was found.
   *
   * @param artifact what has it, with its version; empty when the registry does not say
   */
  record Finding(String id, String severity, String artifact, String description, String uri) {}

  /** Whether there will be no other answer. */
  boolean isOver() {
    return switch (status) {
      case "PENDING", "IN_PROGRESS", "LIMIT_EXCEEDED", "NONE" -> false;
      case "ACTIVE" -> dated;
      default -> true;
    };
  }

  boolean isSuccess() {
    return status.equals("COMPLETE") || (status.equals("ACTIVE") && dated);
  }

  /** How many findings there are of each severity. */
  Map<String, Integer> counts() {
    var counts = new TreeMap<String, Integer>();
    findings.forEach(finding -> counts.merge(finding.severity(), 1, Integer::sum));
    return counts;
  }

  /** Not begun, as far as anybody knows. */
  static ImageScan none() {
    return new ImageScan("NONE", "", false, List.of());
  }

  /** The scan of one page of DescribeImageScanFindings, and of those before it. */
  static ImageScan of(JsonNode page, List<Finding> before) {
    var findings = new ArrayList<>(before);
    for (var finding : page.at("/imageScanFindings/findings")) {
      findings.add(
          new Finding(
              finding.path("name").asText(),
              finding.path("severity").asText(),
              (attribute(finding, "package_name") + " " + attribute(finding, "package_version"))
                  .strip(),
              finding.path("description").asText(),
              finding.path("uri").asText()));
    }
    // Amazon Inspector's, which look otherwise.
    for (var finding : page.at("/imageScanFindings/enhancedFindings")) {
      var details = finding.path("packageVulnerabilityDetails");
      var artifact = details.at("/vulnerablePackages/0");
      findings.add(
          new Finding(
              details.path("vulnerabilityId").asText(finding.path("title").asText()),
              finding.path("severity").asText(),
              (artifact.path("name").asText() + " " + artifact.path("version").asText()).strip(),
              finding.path("description").asText(),
              details.path("sourceUrl").asText()));
    }
    return new ImageScan(
        page.at("/imageScanStatus/status").asText(),
        page.at("/imageScanStatus/description").asText(),
        page.at("/imageScanFindings/imageScanCompletedAt").isNumber(),
        findings);
  }

  private static String attribute(JsonNode finding, String key) {
    for (var attribute : finding.path("attributes")) {
      if (attribute.path("key").asText().equals(key)) {
        return attribute.path("value").asText();
      }
    }
    return "";
  }
}
