package com.shangwellness.infra.protection;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.Settings;
import java.util.List;
import software.amazon.awscdk.services.ecr.CfnRegistryScanningConfiguration;
import software.amazon.awscdk.services.ecr.CfnRegistryScanningConfiguration.RepositoryFilterProperty;
import software.amazon.awscdk.services.ecr.CfnRegistryScanningConfiguration.ScanningRuleProperty;
import software.amazon.awscdk.services.guardduty.CfnDetector;
import software.amazon.awscdk.services.securityhub.CfnHub;
import software.constructs.Construct;

/**
 * The services that watch the account, each by its setting. There is one of each per account and
 * region: whoever has them already leaves them off here.
 */
final class Watchers extends Construct {

  Watchers(Construct scope, Names names, Settings settings, Notices notices) {
    super(scope, "Watchers");
    var wanted = settings.protection();
    if (wanted.guardDuty()) {
      CfnDetector.Builder.create(this, "GuardDuty")
          .enable(true)
          .findingPublishingFrequency("FIFTEEN_MINUTES")
          .build();
      notices.seriousFindings();
    }
    if (wanted.inspector()) {
      inspector(names.repository());
    }
    if (wanted.config()) {
      var recorder = new ConfigRecorder(this, names, settings.logRetentionDays());
      if (wanted.securityHub()) {
        securityHub().addResourceDependency(recorder.recorder());
      }
    }
  }

  /**
   * Amazon Inspector has no resource of its own that turns it on. ECR's enhanced scanning does: ECR
   * guide, "Scan images for OS and programming language package vulnerabilities".
   */
  private void inspector(String repository) {
    CfnRegistryScanningConfiguration.Builder.create(this, "Inspector")
        .scanType("ENHANCED")
        .rules(
            List.of(
                ScanningRuleProperty.builder()
                    .scanFrequency("CONTINUOUS_SCAN")
                    .repositoryFilters(
                        List.of(
                            RepositoryFilterProperty.builder()
                                .filter(repository)
                                .filterType("WILDCARD")
                                .build()))
                    .build()))
        .build();
  }

  private CfnHub securityHub() {
    return CfnHub.Builder.create(this, "SecurityHub")
        .enableDefaultStandards(true)
        .controlFindingGenerator("SECURITY_CONTROL")
        .autoEnableControls(true)
        .build();
  }
}
