package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.cloudformation.Properties;
import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.PutImageScanningConfigurationRequest;
import software.amazon.awssdk.services.ecr.model.PutImageTagMutabilityRequest;
import software.amazon.awssdk.services.ecr.model.PutLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.Tag;

/** The resource types of Amazon ECR. */
public final class EcrTypes {

  private static final String FILTER = "ImageTagMutabilityExclusionFilter";

  private EcrTypes() {}

  /**
   * The types, acting through {@code ecr}. A repository with images is deleted only when {@code
   * EmptyOnDelete} says so.
   */
  public static ResourceTypes types(EcrClient ecr) {
    return ResourceTypes.of(
        type("AWS::ECR::Repository")
            .create(CreateRepositoryRequest::builder, ecr::createRepository)
            .namedInLowerCase("RepositoryName", 256)
            .shape(EcrTypes::withFilters)
            .byHand("EmptyOnDelete")
            .ref(created -> created.repository().repositoryName())
            .attribute("Arn", created -> created.repository().repositoryArn())
            .attribute("RepositoryUri", created -> created.repository().repositoryUri())
            .setting("LifecyclePolicy", repository -> setLifecycle(ecr, repository))
            .setting("RepositoryPolicyText", repository -> setPolicy(ecr, repository))
            .onChange("ImageScanningConfiguration", change -> setScanning(ecr, change))
            .onChange("ImageTagMutability", change -> setMutability(ecr, change))
            .onChange(FILTER + "s", change -> setMutability(ecr, change))
            .onChange("Tags", change -> retag(ecr, change))
            // Only deletion asks for it.
            .onChange("EmptyOnDelete", change -> {})
            .deleteWith(
                repository ->
                    ecr.deleteRepository(
                        r ->
                            r.repositoryName(repository.id())
                                .force(repository.properties().is("EmptyOnDelete")))));
  }

  // CloudFormation repeats the filter's name in its members' names; the API does not.
  private static Properties withFilters(Properties properties) {
    var json = properties.json().deepCopy();
    for (JsonNode filter : json.path(FILTER + "s")) {
      if (filter instanceof ObjectNode object) {
        object.set("FilterType", object.remove(FILTER + "Type"));
        object.set("Filter", object.remove(FILTER + "Value"));
      }
    }
    return new Properties(json);
  }

  private static void setLifecycle(EcrClient ecr, Resource repository) {
    repository
        .properties()
        .object("LifecyclePolicy")
        .map(given -> given.fill(PutLifecyclePolicyRequest.builder()))
        .ifPresentOrElse(
            request -> ecr.putLifecyclePolicy(request.repositoryName(repository.id()).build()),
            () -> ecr.deleteLifecyclePolicy(r -> r.repositoryName(repository.id())));
  }

  private static void setPolicy(EcrClient ecr, Resource repository) {
    repository
        .properties()
        .text("RepositoryPolicyText")
        .ifPresentOrElse(
            text ->
                ecr.setRepositoryPolicy(r -> r.repositoryName(repository.id()).policyText(text)),
            () -> ecr.deleteRepositoryPolicy(r -> r.repositoryName(repository.id())));
  }

  private static void setScanning(EcrClient ecr, Update change) {
    boolean onPush = change.properties().is("ImageScanningConfiguration.ScanOnPush");
    ecr.putImageScanningConfiguration(
        PutImageScanningConfigurationRequest.builder()
            .repositoryName(change.id())
            .imageScanningConfiguration(c -> c.scanOnPush(onPush))
            .build());
  }

  private static void setMutability(EcrClient ecr, Update change) {
    var wanted = withFilters(change.properties());
    var request =
        PutImageTagMutabilityRequest.builder()
            .repositoryName(change.id())
            .imageTagMutability(
                wanted.text("ImageTagMutability").orElse(ImageTagMutability.MUTABLE.toString()));
    var filters =
        wanted.objects(FILTER + "s").stream()
            .map(filter -> filter.fill(ImageTagMutabilityExclusionFilter.builder()).build())
            .toList();
    if (!filters.isEmpty()) {
      request.imageTagMutabilityExclusionFilters(filters);
    }
    ecr.putImageTagMutability(request.build());
  }

  private static void retag(EcrClient ecr, Update change) {
    var arn =
        ecr.describeRepositories(r -> r.repositoryNames(change.id()))
            .repositories()
            .getFirst()
            .repositoryArn();
    if (!change.removedTags().isEmpty()) {
      ecr.untagResource(r -> r.resourceArn(arn).tagKeys(change.removedTags()));
    }
    var tags =
        change.properties().tags().entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    ecr.tagResource(r -> r.resourceArn(arn).tags(tags));
  }
}
