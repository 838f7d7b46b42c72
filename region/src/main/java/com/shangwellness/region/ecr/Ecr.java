package com.shangwellness.region.ecr;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import com.sun.net.httpserver.HttpHandler;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.services.ecr.model.*;

/**
 * Amazon ECR: private repositories, their images, and the registry ({@link #registry()}) that
 * clients such as Jib, skopeo and crane push to and pull from.
 *
 * <p>Lifecycle policies expire images. Scans find known vulnerabilities of Java packages, and of no
 * others. Repository policies are kept and given back.
 */
public final class Ecr extends EcrUpkeep {

  private static final int PAGE = 100;

  private final Place place;
  private final Repositories repositories;
  private final Images images;
  private final ImageOperations imageOperations;
  private final AuthorizationTokens tokens;
  private final Registry registry;
  private final Scans scans;
  private final Lifecycles lifecycles;

  /**
   * ECR in {@code place}.
   *
   * @param blobs where the bytes of layers and manifests are kept
   */
  public Ecr(
      Place place, Timeline timeline, Store store, Ids ids, BlobStore blobs, Scanning scanning) {
    this.place = place;
    this.repositories = new Repositories(place, timeline, store, ids);
    this.images = new Images(place, timeline, store, blobs);
    this.scans = new Scans(place, timeline, store, images, blobs, scanning);
    this.lifecycles = new Lifecycles(place, timeline, store, repositories, images);
    images.onChange(scans::pushed, image -> scans.forget(image.repository(), image.digest()));
    this.imageOperations = new ImageOperations(place, repositories, images, scans);
    this.tokens = new AuthorizationTokens(place.region(), timeline, store, ids);
    this.registry = new Registry(timeline, repositories, images, tokens, blobs);
  }

  /** Tells {@code events} of scans from now on. */
  public void tell(EventSink events) {
    scans.tell(events);
  }

  @Override
  Place place() {
    return place;
  }

  @Override
  Repositories repositories() {
    return repositories;
  }

  @Override
  Images images() {
    return images;
  }

  @Override
  Scans scans() {
    return scans;
  }

  @Override
  Lifecycles lifecycles() {
    return lifecycles;
  }

  /** The registry's HTTP interface, for the paths that begin with {@code /v2/}. */
  public HttpHandler registry() {
    return registry;
  }

  /** Lets {@code repository} have a layer whose bytes are in the blob store. */
  void addLayer(String repository, Digest digest, long bytes) {
    images.addLayer(repository, digest, bytes);
  }

  @Override
  public CreateRepositoryResponse createRepository(CreateRepositoryRequest request) {
    var created = repositories.create(request);
    return CreateRepositoryResponse.builder().repository(created.repository()).build();
  }

  @Override
  public DescribeRepositoriesResponse describeRepositories(DescribeRepositoriesRequest request) {
    var asked =
        request.hasRepositoryNames()
            ? request.repositoryNames().stream()
                .map(name -> repositories.require(request.registryId(), name))
            : repositories.all().stream();
    var page =
        page(
            asked.map(KeptRepository::repository).toList(),
            Repository::repositoryName,
            request.nextToken(),
            request.maxResults());
    return DescribeRepositoriesResponse.builder()
        .repositories(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  static <T> Page<T> page(List<T> all, Function<T, String> key, String token, Integer size) {
    int limit = requireNonNullElse(size, PAGE);
    if (limit < 1 || limit > 1000) {
      throw Repositories.invalid("maxResults", "Member must be between 1 and 1000");
    }
    try {
      return Page.of(all, token, limit, key);
    } catch (IllegalArgumentException e) {
      throw Repositories.invalid("nextToken", "Invalid token");
    }
  }

  @Override
  public DeleteRepositoryResponse deleteRepository(DeleteRepositoryRequest request) {
    var kept = repositories.require(request.registryId(), request.repositoryName());
    var name = kept.repository().repositoryName();
    if (!images.of(name).isEmpty() && !Boolean.TRUE.equals(request.force())) {
      throw AwsErrors.of(
          RepositoryNotEmptyException.builder(),
          "The repository with name '%s' in registry with id '%s' cannot be deleted because it still contains images"
              .formatted(name, place.account()));
    }
    images.removeAll(name);
    scans.forgetAll(name);
    lifecycles.forget(name);
    repositories.remove(name);
    return DeleteRepositoryResponse.builder().repository(kept.repository()).build();
  }

  @Override
  public PutImageTagMutabilityResponse putImageTagMutability(PutImageTagMutabilityRequest request) {
    var kept = repositories.require(request.registryId(), request.repositoryName());
    var filters = request.imageTagMutabilityExclusionFilters();
    if (request.imageTagMutability() == null) {
      throw Repositories.invalid("imageTagMutability", "Member must not be null");
    }
    TagMutability.check(request.imageTagMutability(), filters);
    var changed =
        kept.repository().toBuilder()
            .imageTagMutability(request.imageTagMutability())
            .imageTagMutabilityExclusionFilters(filters)
            .build();
    repositories.put(kept.with(changed));
    return PutImageTagMutabilityResponse.builder()
        .registryId(place.account())
        .repositoryName(changed.repositoryName())
        .imageTagMutability(changed.imageTagMutability())
        .imageTagMutabilityExclusionFilters(filters)
        .build();
  }

  @Override
  public SetRepositoryPolicyResponse setRepositoryPolicy(SetRepositoryPolicyRequest request) {
    var kept = repositories.require(request.registryId(), request.repositoryName());
    var policy = Repositories.checkedPolicy(request.policyText(), "policyText", "Statement");
    repositories.put(kept.withPolicy(policy));
    return SetRepositoryPolicyResponse.builder()
        .registryId(place.account())
        .repositoryName(request.repositoryName())
        .policyText(policy)
        .build();
  }

  @Override
  public GetRepositoryPolicyResponse getRepositoryPolicy(GetRepositoryPolicyRequest request) {
    var kept = requirePolicy(request.registryId(), request.repositoryName());
    return GetRepositoryPolicyResponse.builder()
        .registryId(place.account())
        .repositoryName(request.repositoryName())
        .policyText(kept.policy())
        .build();
  }

  @Override
  public DeleteRepositoryPolicyResponse deleteRepositoryPolicy(
      DeleteRepositoryPolicyRequest request) {
    var kept = requirePolicy(request.registryId(), request.repositoryName());
    repositories.put(kept.withPolicy(""));
    return DeleteRepositoryPolicyResponse.builder()
        .registryId(place.account())
        .repositoryName(request.repositoryName())
        .policyText(kept.policy())
        .build();
  }

  private KeptRepository requirePolicy(String registry, String name) {
    var kept = repositories.require(registry, name);
    if (kept.policy().isEmpty()) {
      throw AwsErrors.of(
          RepositoryPolicyNotFoundException.builder(),
          "Repository policy does not exist for the repository with name '%s' in the registry with id '%s'"
              .formatted(name, place.account()));
    }
    return kept;
  }

  @Override
  public GetAuthorizationTokenResponse getAuthorizationToken(GetAuthorizationTokenRequest request) {
    var token = tokens.issue();
    return GetAuthorizationTokenResponse.builder()
        .authorizationData(
            AuthorizationData.builder()
                .authorizationToken(token.value())
                .expiresAt(token.expires())
                .proxyEndpoint("https://" + repositories.host())
                .build())
        .build();
  }

  @Override
  public PutImageResponse putImage(PutImageRequest request) {
    var kept = repositories.require(request.registryId(), request.repositoryName());
    var tag = requireNonNullElse(request.imageTag(), "");
    var image =
        images.put(
            kept.repository(),
            requireNonNullElse(request.imageManifest(), ""),
            requireNonNullElse(request.imageManifestMediaType(), ""),
            tag,
            requireNonNullElse(request.imageDigest(), ""));
    return PutImageResponse.builder()
        .image(imageOperations.image(image, request.imageTag()))
        .build();
  }

  @Override
  public ListImagesResponse listImages(ListImagesRequest request) {
    return imageOperations.list(request);
  }

  @Override
  public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
    return imageOperations.describe(request);
  }

  @Override
  public BatchGetImageResponse batchGetImage(BatchGetImageRequest request) {
    return imageOperations.get(request);
  }

  @Override
  public BatchDeleteImageResponse batchDeleteImage(BatchDeleteImageRequest request) {
    return imageOperations.delete(request);
  }

  @Override
  public BatchCheckLayerAvailabilityResponse batchCheckLayerAvailability(
      BatchCheckLayerAvailabilityRequest request) {
    return imageOperations.checkLayers(request);
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    var kept = repositories.requireArn(request.resourceArn());
    var tags = new TreeMap<>(kept.tags());
    tags.putAll(Repositories.tags(request.tags()));
    repositories.put(kept.withTags(tags));
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    var kept = repositories.requireArn(request.resourceArn());
    var tags = new TreeMap<>(kept.tags());
    request.tagKeys().forEach(tags::remove);
    repositories.put(kept.withTags(tags));
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    var kept = repositories.requireArn(request.resourceArn());
    var tags =
        kept.tags().entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    return ListTagsForResourceResponse.builder().tags(tags).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is held: the store belongs to the region.
  }
}
