package com.shangwellness.region.ecr;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.*;

/** ECR's operations that look after images: scans and lifecycle policies. */
abstract class EcrUpkeep implements EcrClient {

  abstract Place place();

  abstract Repositories repositories();

  abstract Images images();

  abstract Scans scans();

  abstract Lifecycles lifecycles();

  // ---- scans

  @Override
  public PutImageScanningConfigurationResponse putImageScanningConfiguration(
      PutImageScanningConfigurationRequest request) {
    var kept = repositories().require(request.registryId(), request.repositoryName());
    var scanning = Repositories.scanning(request.imageScanningConfiguration());
    repositories()
        .put(kept.with(kept.repository().toBuilder().imageScanningConfiguration(scanning).build()));
    return PutImageScanningConfigurationResponse.builder()
        .registryId(place().account())
        .repositoryName(request.repositoryName())
        .imageScanningConfiguration(scanning)
        .build();
  }

  @Override
  public StartImageScanResponse startImageScan(StartImageScanRequest request) {
    var image = image(request.registryId(), request.repositoryName(), request.imageId());
    var scan = scans().start(image);
    return StartImageScanResponse.builder()
        .registryId(place().account())
        .repositoryName(image.repository())
        .imageId(shown(image, request.imageId()))
        .imageScanStatus(Scans.status(scan))
        .build();
  }

  @Override
  public DescribeImageScanFindingsResponse describeImageScanFindings(
      DescribeImageScanFindingsRequest request) {
    var image = image(request.registryId(), request.repositoryName(), request.imageId());
    var scan = scans().find(image).orElseThrow(() -> noScan(image, request.imageId()));
    var answer =
        DescribeImageScanFindingsResponse.builder()
            .registryId(place().account())
            .repositoryName(image.repository())
            .imageId(shown(image, request.imageId()))
            .imageScanStatus(Scans.status(scan));
    if (scan.status() != ScanStatus.COMPLETE) {
      return answer.build();
    }
    var page = Ecr.page(scan.findings(), EcrUpkeep::key, request.nextToken(), request.maxResults());
    return answer
        .imageScanFindings(
            findings ->
                findings
                    .imageScanCompletedAt(scan.completed())
                    .vulnerabilitySourceUpdatedAt(scan.updated())
                    .findingSeverityCounts(Scans.counts(scan))
                    .findings(page.items()))
        .nextToken(page.nextOrNull())
        .build();
  }

  private static String key(ImageScanFinding finding) {
    return finding.name() + finding.attributes();
  }

  private KeptImage image(String registry, String repository, ImageIdentifier id) {
    var name = repositories().require(registry, repository).repository().repositoryName();
    return images().require(name, id);
  }

  private static ImageIdentifier shown(KeptImage image, ImageIdentifier asked) {
    return asked.toBuilder().imageDigest(image.digest()).build();
  }

  private AwsServiceException noScan(KeptImage image, ImageIdentifier asked) {
    return AwsErrors.of(
        ScanNotFoundException.builder(),
        "Image scan does not exist for the image with '{imageDigest:'%s', imageTag:'%s'}' in the repository with name '%s' in the registry with id '%s'"
            .formatted(image.digest(), asked.imageTag(), image.repository(), place().account()));
  }

  // ---- lifecycle policies

  @Override
  public PutLifecyclePolicyResponse putLifecyclePolicy(PutLifecyclePolicyRequest request) {
    var kept = repositories().require(request.registryId(), request.repositoryName());
    var policy = request.lifecyclePolicyText();
    LifecyclePolicy.parse(policy);
    repositories().put(kept.withLifecyclePolicy(policy));
    return PutLifecyclePolicyResponse.builder()
        .registryId(place().account())
        .repositoryName(request.repositoryName())
        .lifecyclePolicyText(policy)
        .build();
  }

  @Override
  public GetLifecyclePolicyResponse getLifecyclePolicy(GetLifecyclePolicyRequest request) {
    var kept = requireLifecyclePolicy(request.registryId(), request.repositoryName());
    return GetLifecyclePolicyResponse.builder()
        .registryId(place().account())
        .repositoryName(request.repositoryName())
        .lifecyclePolicyText(kept.lifecyclePolicy())
        .lastEvaluatedAt(lifecycles().evaluated(request.repositoryName()).orElse(null))
        .build();
  }

  @Override
  public DeleteLifecyclePolicyResponse deleteLifecyclePolicy(DeleteLifecyclePolicyRequest request) {
    var kept = requireLifecyclePolicy(request.registryId(), request.repositoryName());
    repositories().put(kept.withLifecyclePolicy(""));
    return DeleteLifecyclePolicyResponse.builder()
        .registryId(place().account())
        .repositoryName(request.repositoryName())
        .lifecyclePolicyText(kept.lifecyclePolicy())
        .lastEvaluatedAt(lifecycles().evaluated(request.repositoryName()).orElse(null))
        .build();
  }

  private KeptRepository requireLifecyclePolicy(String registry, String name) {
    var kept = repositories().require(registry, name);
    if (kept.lifecyclePolicy().isEmpty()) {
      throw noLifecyclePolicy(place(), name);
    }
    return kept;
  }

  static AwsServiceException noLifecyclePolicy(Place place, String name) {
    return AwsErrors.of(
        LifecyclePolicyNotFoundException.builder(),
        "Lifecycle policy does not exist for the repository with name '%s' in the registry with id '%s'"
            .formatted(name, place.account()));
  }

  @Override
  public StartLifecyclePolicyPreviewResponse startLifecyclePolicyPreview(
      StartLifecyclePolicyPreviewRequest request) {
    return lifecycles().preview(request);
  }

  @Override
  public GetLifecyclePolicyPreviewResponse getLifecyclePolicyPreview(
      GetLifecyclePolicyPreviewRequest request) {
    return lifecycles().preview(request);
  }
}
