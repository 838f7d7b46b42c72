package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.Properties;
import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import java.util.List;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.ImageScanningConfiguration;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilterType;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryPolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;

/** The resource types of Amazon ECR. */
public final class EcrTypes {

  private static final String MUTABILITY = "ImageTagMutability";
  private static final String FILTERS = "ImageTagMutabilityExclusionFilters";
  private static final String FILTER = "ImageTagMutabilityExclusionFilter";

  private EcrTypes() {}

  /** The types, acting through {@code ecr}. */
  public static ResourceTypes types(EcrClient ecr) {
    return ResourceTypes.of(
        type("AWS::ECR::Repository")
            .create(
                CreateRepositoryRequest::builder,
                (request, repository) -> addFilters(request, repository.properties()),
                ecr::createRepository)
            .namedInLowerCase("RepositoryName", 256)
            .byHand(FILTERS, "EmptyOnDelete", "LifecyclePolicy", "RepositoryPolicyText")
            .ref(created -> created.repository().repositoryName())
            .attribute("Arn", created -> created.repository().repositoryArn())
            .attribute("RepositoryUri", created -> created.repository().repositoryUri())
            .setting("LifecyclePolicy", repository -> setLifecycle(ecr, repository))
            .setting("RepositoryPolicyText", repository -> setPolicy(ecr, repository))
            .onChange(MUTABILITY, change -> setMutability(ecr, change))
            .onChange(FILTERS, change -> setMutability(ecr, change))
            .onChange("ImageScanningConfiguration", change -> setScanning(ecr, change))
            .onChange("EmptyOnDelete", change -> {})
            .onChange("Tags", change -> retag(ecr, change))
            .deleteWith(
                repository ->
                    ecr.deleteRepository(
                        r ->
                            r.repositoryName(repository.id())
                                .force(repository.properties().is("EmptyOnDelete")))));
  }

  private static void addFilters(CreateRepositoryRequest.Builder request, Properties properties) {
    if (properties.has(FILTERS)) {
      request.imageTagMutabilityExclusionFilters(filters(properties));
    }
  }

  /** CloudFormation's names for the parts of a filter are longer than the API's. */
  private static List<ImageTagMutabilityExclusionFilter> filters(Properties properties) {
    return properties.objects(FILTERS).stream()
        .map(
            filter ->
                ImageTagMutabilityExclusionFilter.builder()
                    .filterType(
                        ImageTagMutabilityExclusionFilterType.fromValue(
                            filter.require(FILTER + "Type")))
                    .filter(filter.require(FILTER + "Value"))
                    .build())
        .toList();
  }

  private static void setMutability(EcrClient ecr, Update change) {
    var mutability = change.properties().text(MUTABILITY).orElse("MUTABLE");
    ecr.putImageTagMutability(
        r ->
            r.repositoryName(change.id())
                .imageTagMutability(ImageTagMutability.fromValue(mutability))
                .imageTagMutabilityExclusionFilters(filters(change.properties())));
  }

  private static void setScanning(EcrClient ecr, Update change) {
    boolean onPush = change.properties().is("ImageScanningConfiguration.ScanOnPush");
    ecr.putImageScanningConfiguration(
        r ->
            r.repositoryName(change.id())
                .imageScanningConfiguration(
                    ImageScanningConfiguration.builder().scanOnPush(onPush).build()));
  }

  private static void setLifecycle(EcrClient ecr, Resource repository) {
    var text = repository.properties().text("LifecyclePolicy.LifecyclePolicyText");
    if (text.isPresent()) {
      ecr.putLifecyclePolicy(
          r -> r.repositoryName(repository.id()).lifecyclePolicyText(text.get()));
      return;
    }
    try {
      ecr.deleteLifecyclePolicy(r -> r.repositoryName(repository.id()));
    } catch (LifecyclePolicyNotFoundException e) {
      return; // There is none, which is what the template wants.
    }
  }

  private static void setPolicy(EcrClient ecr, Resource repository) {
    var text = repository.properties().text("RepositoryPolicyText");
    if (text.isPresent()) {
      ecr.setRepositoryPolicy(r -> r.repositoryName(repository.id()).policyText(text.get()));
      return;
    }
    try {
      ecr.deleteRepositoryPolicy(r -> r.repositoryName(repository.id()));
    } catch (RepositoryPolicyNotFoundException e) {
      return; // There is none, which is what the template wants.
    }
  }

  private static void retag(EcrClient ecr, Update change) {
    var arn = change.resource().attributes().require("Arn");
    change.retag(
        gone -> ecr.untagResource(r -> r.resourceArn(arn).tagKeys(gone)),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags -> ecr.tagResource(r -> r.resourceArn(arn).tags(tags)));
  }
}
