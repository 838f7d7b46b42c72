package com.shangwellness.region.cloudformation.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.ecr.BlobStore;
import com.shangwellness.region.ecr.Ecr;
import com.shangwellness.region.ecr.Scanning;
import com.shangwellness.region.place.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryPolicyNotFoundException;

class EcrTypesTest {

  private static final String LIFECYCLE =
      "{\"rules\":[{\"rulePriority\":1,\"description\":\"All but the newest images\",\"selection\":"
          + "{\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":100},"
          + "\"action\":{\"type\":\"expire\"}}]}";

  private static final String PRODUCTION =
      """
      Resources:
        Images:
          Type: AWS::ECR::Repository
          Properties:
            EncryptionConfiguration: {EncryptionType: KMS, KmsKey: "arn:aws:kms:key"}
            ImageScanningConfiguration: {ScanOnPush: true}
            ImageTagMutability: IMMUTABLE_WITH_EXCLUSION
            ImageTagMutabilityExclusionFilters:
              - ImageTagMutabilityExclusionFilterType: WILDCARD
                ImageTagMutabilityExclusionFilterValue: latest
            LifecyclePolicy: {LifecyclePolicyText: '%s'}
            RepositoryName: shangwellness-prod
            Tags:
              - {Key: Environment, Value: prod}
              - {Key: Project, Value: shangwellness}
      Outputs:
        Name: {Value: !Ref Images}
        Arn: {Value: !GetAtt Images.Arn}
        Uri: {Value: !GetAtt Images.RepositoryUri}
      """
          .formatted(LIFECYCLE);

  private static final String BOOTSTRAP =
      """
      Resources:
        Images:
          Type: AWS::ECR::Repository
          Properties:
            ImageTagMutability: IMMUTABLE
            LifecyclePolicy: {LifecyclePolicyText: '%s'}
            RepositoryName: cdk-assets
            RepositoryPolicyText:
              Version: "2012-10-17"
              Statement:
                - Sid: LambdaECRImageRetrievalPolicy
                  Effect: Allow
                  Principal: {Service: lambda.amazonaws.com}
                  Action: ["ecr:BatchGetImage"]
      """
          .formatted(LIFECYCLE);

  @TempDir private Path folder;
  private final TestStacks stacks = new TestStacks(new Place("669097061043", "ap-south-1"));
  private Ecr ecr;

  @BeforeEach
  void begin() {
    ecr =
        new Ecr(
            stacks.place,
            stacks.timeline,
            stacks.store,
            stacks.ids,
            new BlobStore(folder),
            new Scanning(folder.resolve("vulnerabilities"), Runnable::run));
    stacks.of(EcrTypes.types(ecr));
  }

  private void create(String template) {
    stacks.creates("web", template);
    stacks.passes(Duration.ofMinutes(5));
  }

  private void update(String template) {
    stacks.updates("web", template);
    stacks.passes(Duration.ofMinutes(5));
  }

  private Repository repository(String name) {
    return stacks
        .call(() -> ecr.describeRepositories(r -> r.repositoryNames(name)))
        .repositories()
        .getFirst();
  }

  private List<String> tags(Repository repository) {
    return stacks
        .call(() -> ecr.listTagsForResource(r -> r.resourceArn(repository.repositoryArn())))
        .tags()
        .stream()
        .map(tag -> tag.key() + "=" + tag.value())
        .toList();
  }

  @Test
  void productions_repository_is_as_its_template_says() {
    create(PRODUCTION);

    var images = repository("shangwellness-prod");
    assertThat(images.encryptionConfiguration())
        .hasToString("EncryptionConfiguration(EncryptionType=KMS, KmsKey=arn:aws:kms:key)");
    assertThat(images.imageScanningConfiguration().scanOnPush()).isTrue();
    assertThat(images.imageTagMutabilityAsString()).isEqualTo("IMMUTABLE_WITH_EXCLUSION");
    assertThat(images.imageTagMutabilityExclusionFilters())
        .hasToString("[ImageTagMutabilityExclusionFilter(FilterType=WILDCARD, Filter=latest)]");
    var lifecycle =
        stacks.call(() -> ecr.getLifecyclePolicy(r -> r.repositoryName("shangwellness-prod")));
    assertThat(lifecycle.lifecyclePolicyText()).isEqualTo(LIFECYCLE);
    assertThat(tags(images)).contains("Environment=prod", "Project=shangwellness");
    assertThat(stacks.outputs("web"))
        .containsEntry("Name", "shangwellness-prod")
        .containsEntry("Arn", "arn:aws:ecr:ap-south-1:669097061043:repository/shangwellness-prod")
        .containsEntry("Uri", "669097061043.dkr.ecr.ap-south-1.amazonaws.com/shangwellness-prod");
  }

  @Test
  void the_bootstrap_repository_is_as_its_template_says() {
    create(BOOTSTRAP);

    assertThat(repository("cdk-assets").imageTagMutabilityAsString()).isEqualTo("IMMUTABLE");
    var policy = stacks.call(() -> ecr.getRepositoryPolicy(r -> r.repositoryName("cdk-assets")));
    assertThat(policy.policyText()).contains("LambdaECRImageRetrievalPolicy");
  }

  @Test
  void settings_change_in_place_and_are_taken_back_with_their_property() {
    create(PRODUCTION);
    update(
        PRODUCTION
            .replace("ScanOnPush: true", "ScanOnPush: false")
            .replace("FilterValue: latest", "FilterValue: edge-*")
            .replaceAll("(?m)^.*(LifecyclePolicy|Key: Project).*\\n", ""));

    var images = repository("shangwellness-prod");
    assertThat(images.imageScanningConfiguration().scanOnPush()).isFalse();
    assertThat(images.imageTagMutabilityExclusionFilters().getFirst().filter()).isEqualTo("edge-*");
    assertThat(tags(images)).contains("Environment=prod").doesNotContain("Project=shangwellness");
    assertThatThrownBy(
            () ->
                stacks.call(
                    () -> ecr.getLifecyclePolicy(r -> r.repositoryName("shangwellness-prod"))))
        .isInstanceOf(LifecyclePolicyNotFoundException.class);
  }

  @Test
  void immutability_and_policy_go_with_their_properties() {
    create(BOOTSTRAP);
    update(
        """
        Resources:
          Images: {Type: AWS::ECR::Repository, Properties: {RepositoryName: cdk-assets}}
        """);

    assertThat(stacks.status("web")).isEqualTo("UPDATE_COMPLETE");
    assertThat(repository("cdk-assets").imageTagMutabilityAsString()).isEqualTo("MUTABLE");
    assertThatThrownBy(
            () -> stacks.call(() -> ecr.getRepositoryPolicy(r -> r.repositoryName("cdk-assets"))))
        .isInstanceOf(RepositoryPolicyNotFoundException.class);
  }

  @Test
  void another_name_is_another_repository() {
    create(PRODUCTION);
    update(PRODUCTION.replace("RepositoryName: shangwellness-prod", "RepositoryName: other"));

    assertThat(stacks.call(() -> ecr.describeRepositories()).repositories())
        .extracting(Repository::repositoryName)
        .containsExactly("other");
  }

  @Test
  void a_repository_with_images_is_deleted_only_when_it_may_be_emptied() {
    create(BOOTSTRAP);
    push("cdk-assets");
    stacks.deletes("web");
    stacks.passes(Duration.ofMinutes(5));

    assertThat(stacks.status("web")).isEqualTo("DELETE_FAILED");
    assertThat(repository("cdk-assets").repositoryName()).isEqualTo("cdk-assets");
  }

  @Test
  void a_repository_that_may_be_emptied_is_deleted_with_its_images() {
    create(BOOTSTRAP);
    update(
        BOOTSTRAP.replace("ImageTagMutability:", "EmptyOnDelete: true\n      ImageTagMutability:"));
    push("cdk-assets");
    stacks.deletes("web");
    stacks.passes(Duration.ofMinutes(5));

    assertThat(stacks.isGone("web")).isTrue();
    assertThat(stacks.call(() -> ecr.describeRepositories()).repositories()).isEmpty();
  }

  // An index of no images: the least that ECR takes.
  private void push(String repository) {
    var index =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
            + "\"manifests\":[]}";
    stacks.call(
        () -> ecr.putImage(r -> r.repositoryName(repository).imageManifest(index).imageTag("v1")));
  }
}
