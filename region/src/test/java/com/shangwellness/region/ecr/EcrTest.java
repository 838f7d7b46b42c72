package com.shangwellness.region.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.VirtualTimeline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecr.model.EncryptionType;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotEmptyException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

class EcrTest {

  private static final Place PLACE = new Place("669097061043", "ap-south-1");

  @TempDir Path folder;
  private final Store store = Store.inMemory();
  private final VirtualTimeline timeline =
      new VirtualTimeline(Instant.parse("2026-01-01T00:00:00Z"), store);
  private BlobStore blobs;
  private Ecr ecr;

  @BeforeEach
  void create() {
    blobs = new BlobStore(folder);
    ecr =
        new Ecr(
            PLACE,
            timeline,
            store,
            new Ids(new Random(1)),
            blobs,
            new Scanning(folder.resolve("vulnerabilities"), Runnable::run));
  }

  private <T> T call(Function<Ecr, T> action) {
    try {
      return timeline.call("test", () -> action.apply(ecr)).join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  private AbstractThrowableAssert<?, ?> refused(Function<Ecr, ?> action) {
    return assertThatThrownBy(() -> call(action));
  }

  @Test
  void a_repository_has_the_names_and_defaults_that_aws_gives_it() {
    var made = call(e -> e.createRepository(r -> r.repositoryName("shangwellness-prod")));

    assertThat(made.repository().repositoryUri())
        .isEqualTo("669097061043.dkr.ecr.ap-south-1.amazonaws.com/shangwellness-prod");
    assertThat(made.repository().repositoryArn())
        .isEqualTo("arn:aws:ecr:ap-south-1:669097061043:repository/shangwellness-prod");
    assertThat(made.repository().imageTagMutability()).isEqualTo(ImageTagMutability.MUTABLE);
    assertThat(made.repository().imageScanningConfiguration().scanOnPush()).isFalse();
    assertThat(made.repository().encryptionConfiguration().encryptionType())
        .isEqualTo(EncryptionType.AES256);
    refused(e -> e.createRepository(r -> r.repositoryName("shangwellness-prod")))
        .isInstanceOf(RepositoryAlreadyExistsException.class);
    refused(e -> e.createRepository(r -> r.repositoryName("Upper")))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void exclusion_filters_go_with_their_setting_only() {
    refused(
            e ->
                e.createRepository(
                    r ->
                        r.repositoryName("web")
                            .imageTagMutability(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION)))
        .isInstanceOf(InvalidParameterException.class);
    refused(
            e ->
                e.createRepository(
                    r ->
                        r.repositoryName("web")
                            .imageTagMutability(ImageTagMutability.IMMUTABLE)
                            .imageTagMutabilityExclusionFilters(
                                ImageTagMutabilityExclusionFilter.builder()
                                    .filter("latest")
                                    .build())))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void a_missing_repository_is_named_in_aws_words() {
    refused(e -> e.describeRepositories(r -> r.repositoryNames("nobody")))
        .isInstanceOf(RepositoryNotFoundException.class)
        .satisfies(
            t ->
                assertThat(AwsErrors.message((AwsServiceException) t))
                    .isEqualTo(
                        "The repository with name 'nobody' does not exist in the registry with id"
                            + " '669097061043'"));
  }

  @Test
  void a_login_holds_for_twelve_hours_and_no_changed_one_does() {
    var tokens = new AuthorizationTokens("us-east-1", timeline, store, new Ids(new Random(1)));
    var token = timeline.call("test", tokens::issue).join();

    assertThat(tokens.accepts(token.value())).isTrue();
    var text = new String(Base64.getDecoder().decode(token.value()), UTF_8);
    var later = text.replaceFirst(":1", ":2");
    assertThat(tokens.accepts(Base64.getEncoder().encodeToString(later.getBytes(UTF_8)))).isFalse();
    assertThat(tokens.accepts("not base 64!")).isFalse();
    timeline.passes(Duration.ofHours(12));
    assertThat(tokens.accepts(token.value())).isFalse();
  }

  @Test
  void an_image_moves_its_tag_and_is_deleted_with_its_last_tag() {
    call(e -> e.createRepository(r -> r.repositoryName("web")));
    var one = put("one", "latest");
    var two = put("two", "latest");

    assertThat(describe(one)).isEmpty();
    assertThat(describe(two)).containsExactly("latest");
    refused(e -> e.deleteRepository(r -> r.repositoryName("web")))
        .isInstanceOf(RepositoryNotEmptyException.class);

    call(e -> e.batchDeleteImage(r -> r.repositoryName("web").imageIds(tag("latest"))));
    refused(e -> e.describeImages(r -> r.repositoryName("web").imageIds(digest(two))))
        .isInstanceOf(ImageNotFoundException.class);
    assertThat(blobs.has(Digest.parse(two))).isFalse();
    assertThat(blobs.has(Digest.parse(one))).isTrue();
  }

  @Test
  void the_same_image_under_the_same_tag_exists_already() {
    call(e -> e.createRepository(r -> r.repositoryName("web")));
    put("one", "v1");

    assertThatThrownBy(() -> put("one", "v1")).isInstanceOf(ImageAlreadyExistsException.class);
  }

  @Test
  void what_cannot_be_found_is_a_failure_of_its_own() {
    call(e -> e.createRepository(r -> r.repositoryName("web")));
    put("one", "v1");

    var answer =
        call(
            e ->
                e.batchGetImage(
                    r ->
                        r.repositoryName("web")
                            .imageIds(
                                tag("v1"),
                                tag("v2"),
                                digest("md5:1"),
                                ImageIdentifier.builder().build())));

    assertThat(answer.images()).hasSize(1);
    assertThat(answer.failures())
        .extracting(ImageFailure::failureCode)
        .containsExactly(
            ImageFailureCode.IMAGE_NOT_FOUND,
            ImageFailureCode.INVALID_IMAGE_DIGEST,
            ImageFailureCode.MISSING_DIGEST_AND_TAG);
  }

  @Test
  void a_lifecycle_policy_is_kept_and_a_missing_one_is_an_error() {
    call(e -> e.createRepository(r -> r.repositoryName("web")));
    refused(e -> e.getLifecyclePolicy(r -> r.repositoryName("web")))
        .isInstanceOf(LifecyclePolicyNotFoundException.class);
    refused(e -> e.putLifecyclePolicy(r -> r.repositoryName("web").lifecyclePolicyText("{")))
        .isInstanceOf(InvalidParameterException.class);

    call(
        e ->
            e.putLifecyclePolicy(
                r -> r.repositoryName("web").lifecyclePolicyText(LifecycleTest.NEWEST_TWO)));

    assertThat(call(e -> e.getLifecyclePolicy(r -> r.repositoryName("web"))).lifecyclePolicyText())
        .isEqualTo(LifecycleTest.NEWEST_TWO);
  }

  @Test
  void repositories_come_in_pages() {
    for (var name : new String[] {"a1", "b1", "c1"}) {
      call(e -> e.createRepository(r -> r.repositoryName(name)));
    }

    var first = call(e -> e.describeRepositories(r -> r.maxResults(2)));
    var rest = call(e -> e.describeRepositories(r -> r.maxResults(2).nextToken(first.nextToken())));

    assertThat(first.repositories()).extracting("repositoryName").containsExactly("a1", "b1");
    assertThat(rest.repositories()).extracting("repositoryName").containsExactly("c1");
    assertThat(rest.nextToken()).isNull();
    refused(e -> e.describeRepositories(r -> r.nextToken("?")))
        .isInstanceOf(InvalidParameterException.class);
  }

  private String put(String content, String tag) {
    var config = Digest.of(content.getBytes(UTF_8));
    blobs.keep(content.getBytes(UTF_8), config);
    var manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{\"digest\":\""
            + config
            + "\",\"size\":3},\"layers\":[]}";
    call(
        e -> {
          e.addLayer("web", config, content.length());
          return e.putImage(r -> r.repositoryName("web").imageManifest(manifest).imageTag(tag));
        });
    return Digest.of(manifest.getBytes(UTF_8)).toString();
  }

  private static ImageIdentifier tag(String tag) {
    return ImageIdentifier.builder().imageTag(tag).build();
  }

  private static ImageIdentifier digest(String digest) {
    return ImageIdentifier.builder().imageDigest(digest).build();
  }

  private List<String> describe(String digest) {
    return call(e -> e.describeImages(r -> r.repositoryName("web").imageIds(digest(digest))))
        .imageDetails()
        .getFirst()
        .imageTags();
  }
}
