package com.shangwellness.ops.fake;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.BackupException;
import software.amazon.awssdk.services.backup.model.DescribeRegionSettingsRequest;
import software.amazon.awssdk.services.backup.model.DescribeRegionSettingsResponse;
import software.amazon.awssdk.services.backup.model.UpdateRegionSettingsRequest;
import software.amazon.awssdk.services.backup.model.UpdateRegionSettingsResponse;

/** AWS Backup's consent, type by type; what is not named in an update is forgotten. */
public final class FakeBackup implements BackupClient {
  private Map<String, Boolean> consent = new TreeMap<>(Map.of("Aurora", false, "EBS", true));
  private boolean missing;

  /** What it may look after. */
  public Map<String, Boolean> consent() {
    return consent;
  }

  /** The region does not know the service. */
  public void isMissing() {
    missing = true;
  }

  @Override
  public DescribeRegionSettingsResponse describeRegionSettings(
      DescribeRegionSettingsRequest request) {
    if (missing) {
      throw (BackupException)
          BackupException.builder().statusCode(501).message("not implemented").build();
    }
    return DescribeRegionSettingsResponse.builder().resourceTypeOptInPreference(consent).build();
  }

  @Override
  public UpdateRegionSettingsResponse updateRegionSettings(UpdateRegionSettingsRequest request) {
    consent = new TreeMap<>(request.resourceTypeOptInPreference());
    return UpdateRegionSettingsResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
