package com.shangwellness.infra.data;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.ImageSettings;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ecr.CfnRepository;
import software.amazon.awscdk.services.ecr.ImageTagMutabilityExclusionFilter;
import software.amazon.awscdk.services.ecr.LifecycleRule;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.ecr.RepositoryEncryption;
import software.amazon.awscdk.services.ecr.TagMutability;
import software.amazon.awscdk.services.ecr.TagStatus;
import software.amazon.awscdk.services.kms.IKey;
import software.constructs.Construct;

/** The application's images: scanned, and each tag fixed for good except {@code latest}. */
final class ImageRepository extends Construct {
  private final Repository repository;

  ImageRepository(Construct scope, Names names, ImageSettings settings, IKey key) {
    super(scope, "Images");
    this.repository =
        Repository.Builder.create(this, "Repository")
            .repositoryName(names.repository())
            .encryption(RepositoryEncryption.KMS)
            .encryptionKey(key)
            .imageScanOnPush(true)
            .imageTagMutability(TagMutability.IMMUTABLE_WITH_EXCLUSION)
            .imageTagMutabilityExclusionFilters(
                List.of(ImageTagMutabilityExclusionFilter.wildcard("latest")))
            .lifecycleRules(List.of(leftovers(settings), oldest(settings)))
            .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
            .build();
  }

  Repository repository() {
    return repository;
  }

  /** Where images are pushed to and pulled from. */
  String uri() {
    return ((CfnRepository) repository.getNode().getDefaultChild()).getAttrRepositoryUri();
  }

  /**
   * Every release has an immutable tag, so what runs or may be rolled back to is never untagged.
   */
  private static LifecycleRule leftovers(ImageSettings settings) {
    return LifecycleRule.builder()
        .rulePriority(1)
        .description("Images that lost their only tag, latest")
        .tagStatus(TagStatus.UNTAGGED)
        .maxImageAge(Duration.days(settings.untaggedDays()))
        .build();
  }

  private static LifecycleRule oldest(ImageSettings settings) {
    return LifecycleRule.builder()
        .rulePriority(2)
        .description("All but the newest images")
        .tagStatus(TagStatus.ANY)
        .maxImageCount(settings.keep())
        .build();
  }
}
