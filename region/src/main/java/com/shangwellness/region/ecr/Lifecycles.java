package com.shangwellness.region.ecr;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyPreviewRequest;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyPreviewResponse;
import software.amazon.awssdk.services.ecr.model.ImageActionType;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyPreviewNotFoundException;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyPreviewResult;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyPreviewStatus;
import software.amazon.awssdk.services.ecr.model.StartLifecyclePolicyPreviewRequest;
import software.amazon.awssdk.services.ecr.model.StartLifecyclePolicyPreviewResponse;

/**
 * Expires images as lifecycle policies say. ECR does so "within 24 hours" of when an image meets
 * the criteria; here all policies are looked at once in 24 hours of region time.
 */
final class Lifecycles {

  private static final Duration EACH = Duration.ofHours(24);
  private static final String NEXT = "next";

  /** When something was done, or is to be. */
  record Moment(Instant at) {}

  private final Place place;
  private final Timeline timeline;
  private final Repositories repositories;
  private final Images images;
  private final Table<Moment> moments;
  private final Table<String> previews;

  Lifecycles(
      Place place, Timeline timeline, Store store, Repositories repositories, Images images) {
    this.place = place;
    this.timeline = timeline;
    this.repositories = repositories;
    this.images = images;
    this.moments = store.table(place.region() + "/ecr.lifecycle", Moment.class);
    this.previews = store.table(place.region() + "/ecr.lifecyclePreviews", String.class);
    timeline.post("ecr: lifecycle policies", this::arm);
  }

  private void arm() {
    var next =
        moments.get(NEXT).orElseGet(() -> moments.put(NEXT, new Moment(timeline.now().plus(EACH))));
    var unused = timeline.at(next.at(), "ecr: images expire", this::expire);
  }

  private void expire() {
    moments.put(NEXT, new Moment(timeline.now().plus(EACH)));
    for (var repository : repositories.all()) {
      if (!repository.lifecyclePolicy().isEmpty()) {
        var name = repository.repository().repositoryName();
        expired(name, repository.lifecyclePolicy()).keySet().forEach(images::remove);
        moments.put("repository/" + name, new Moment(timeline.now()));
      }
    }
    arm();
  }

  /** When a repository's policy was looked at last. */
  Optional<Instant> evaluated(String repository) {
    return moments.get("repository/" + repository).map(Moment::at);
  }

  void forget(String repository) {
    moments.remove("repository/" + repository);
    previews.remove(repository);
  }

  /**
   * What would expire now, and by which rule (ECR user guide, "How lifecycle policies work"): a
   * rule cannot touch what a more important one is about, and images that a list of images names
   * stay.
   */
  private Map<KeptImage, Integer> expired(String repository, String policy) {
    var newestFirst =
        images.of(repository).stream()
            .sorted(
                Comparator.comparing(KeptImage::pushedAt)
                    .reversed()
                    .thenComparing(KeptImage::digest))
            .toList();
    var expired = new LinkedHashMap<KeptImage, Integer>();
    var taken = new HashSet<KeptImage>();
    for (var rule : LifecyclePolicy.parse(policy).rules()) {
      var meant = newestFirst.stream().filter(rule::means).toList();
      for (var image : rule.expired(meant, timeline.now())) {
        if (!taken.contains(image) && !images.isListed(repository, image.digest())) {
          expired.put(image, rule.priority());
        }
      }
      taken.addAll(meant);
    }
    return expired;
  }

  StartLifecyclePolicyPreviewResponse preview(StartLifecyclePolicyPreviewRequest request) {
    var kept = repositories.require(request.registryId(), request.repositoryName());
    var policy =
        request.lifecyclePolicyText() == null
            ? kept.lifecyclePolicy()
            : request.lifecyclePolicyText();
    if (policy.isEmpty()) {
      throw Ecr.noLifecyclePolicy(place, request.repositoryName());
    }
    LifecyclePolicy.parse(policy);
    previews.put(request.repositoryName(), policy);
    return StartLifecyclePolicyPreviewResponse.builder()
        .registryId(place.account())
        .repositoryName(request.repositoryName())
        .lifecyclePolicyText(policy)
        .status(LifecyclePolicyPreviewStatus.IN_PROGRESS)
        .build();
  }

  GetLifecyclePolicyPreviewResponse preview(GetLifecyclePolicyPreviewRequest request) {
    repositories.require(request.registryId(), request.repositoryName());
    var policy =
        previews
            .get(request.repositoryName())
            .orElseThrow(
                () ->
                    AwsErrors.of(
                        LifecyclePolicyPreviewNotFoundException.builder(),
                        "Lifecycle policy preview does not exist for the repository with name '%s' in the registry with id '%s'"
                            .formatted(request.repositoryName(), place.account())));
    var results =
        expired(request.repositoryName(), policy).entrySet().stream()
            .map(entry -> result(entry.getKey(), entry.getValue()))
            .toList();
    var page =
        Ecr.page(
            wanted(results, request),
            LifecyclePolicyPreviewResult::imageDigest,
            request.nextToken(),
            request.maxResults());
    return GetLifecyclePolicyPreviewResponse.builder()
        .registryId(place.account())
        .repositoryName(request.repositoryName())
        .lifecyclePolicyText(policy)
        .status(LifecyclePolicyPreviewStatus.COMPLETE)
        .previewResults(page.items())
        .nextToken(page.nextOrNull())
        .summary(summary -> summary.expiringImageTotalCount(results.size()))
        .build();
  }

  private static List<LifecyclePolicyPreviewResult> wanted(
      List<LifecyclePolicyPreviewResult> results, GetLifecyclePolicyPreviewRequest request) {
    if (!request.hasImageIds()) {
      return results;
    }
    return results.stream()
        .filter(
            result ->
                request.imageIds().stream()
                    .anyMatch(id -> result.imageDigest().equals(id.imageDigest())))
        .toList();
  }

  private static LifecyclePolicyPreviewResult result(KeptImage image, int rule) {
    return LifecyclePolicyPreviewResult.builder()
        .imageDigest(image.digest())
        .imageTags(image.tags())
        .imagePushedAt(image.pushedAt())
        .action(action -> action.type(ImageActionType.EXPIRE))
        .appliedRulePriority(rule)
        .build();
  }
}
