package com.shangwellness.region.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.store.Store;
import com.shangwellness.region.testing.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyPreviewStatus;

class LifecycleTest {

  static final String NEWEST_TWO = rules(rule(1, "any", "", "imageCountMoreThan", 2));

  @TempDir Path folder;
  private Stage stage = new Stage();
  private BlobStore blobs;
  private Ecr ecr;
  private int pushed;

  @BeforeEach
  void create() {
    blobs = new BlobStore(folder.resolve("images"));
    ecr = ecr(stage);
    stage.ask(() -> ecr.createRepository(r -> r.repositoryName("web")));
  }

  private Ecr ecr(Stage on) {
    var made =
        new Ecr(
            on.place,
            on.timeline,
            on.store,
            on.ids,
            blobs,
            new Scanning(folder.resolve("none"), Runnable::run));
    on.timeline.settle();
    return made;
  }

  static String rules(String... rules) {
    return "{\"rules\":[" + String.join(",", rules) + "]}";
  }

  static String rule(int priority, String status, String tags, String type, int number) {
    return """
    {"rulePriority": %d,
     "selection": {"tagStatus": "%s", %s %s "countType": "%s", "countNumber": %d},
     "action": {"type": "expire"}}
    """
        .formatted(
            priority,
            status,
            tags.isEmpty() ? "" : tags + ",",
            type.equals("sinceImagePushed") ? "\"countUnit\": \"days\"," : "",
            type,
            number);
  }

  /** Pushes another image; a minute later than the one before. */
  private void push(String... tags) {
    stage.passes(Duration.ofMinutes(1));
    var config = ("{\"n\":" + pushed++ + "}").getBytes(UTF_8);
    var digest = Digest.of(config);
    var manifest =
        """
        {"schemaVersion": 2,
         "mediaType": "application/vnd.oci.image.manifest.v1+json",
         "config": {"mediaType": "application/vnd.oci.image.config.v1+json",
                    "digest": "%s", "size": 2},
         "layers": []}
        """
            .formatted(digest);
    stage.ask(
        () -> {
          blobs.keep(config, digest);
          ecr.addLayer("web", digest, config.length);
          return digest;
        });
    for (var tag : tags) {
      stage.ask(
          () -> ecr.putImage(r -> r.repositoryName("web").imageManifest(manifest).imageTag(tag)));
    }
    if (tags.length == 0) {
      stage.ask(
          () ->
              ecr.putImage(
                  r ->
                      r.repositoryName("web")
                          .imageManifest(manifest)
                          .imageDigest(Digest.of(manifest.getBytes(UTF_8)).toString())));
    }
  }

  private void policy(String text) {
    stage.ask(() -> ecr.putLifecyclePolicy(r -> r.repositoryName("web").lifecyclePolicyText(text)));
  }

  /** The tags of all images, the oldest image first; "-" for one that has none. */
  private List<String> left() {
    return stage.ask(() -> ecr.describeImages(r -> r.repositoryName("web"))).imageDetails().stream()
        .sorted(java.util.Comparator.comparing(ImageDetail::imagePushedAt))
        .map(image -> image.imageTags().isEmpty() ? "-" : String.join("+", image.imageTags()))
        .toList();
  }

  @Test
  void all_but_the_newest_expire_within_a_day() {
    push("v1");
    push("v2");
    push("v3");
    policy(NEWEST_TWO);
    assertThat(left()).containsExactly("v1", "v2", "v3");

    stage.passes(Duration.ofHours(24));
    assertThat(left()).containsExactly("v2", "v3");
    assertThat(
            stage.ask(() -> ecr.getLifecyclePolicy(r -> r.repositoryName("web"))).lastEvaluatedAt())
        .isNotNull();

    push("v4");
    stage.passes(Duration.ofHours(24));
    assertThat(left()).containsExactly("v3", "v4");
  }

  @Test
  void untagged_images_expire_by_their_age_and_tagged_ones_stay() {
    push("v1");
    push();
    policy(rules(rule(1, "untagged", "", "sinceImagePushed", 7)));
    stage.passes(Duration.ofDays(7));
    assertThat(left()).containsExactly("v1", "-");
    stage.passes(Duration.ofDays(1));
    assertThat(left()).containsExactly("v1");
  }

  @Test
  void what_a_more_important_rule_is_about_is_left_alone_by_the_others() {
    push("prod-1");
    push("dev-1");
    push("dev-2");
    push("dev-3");
    policy(
        rules(
            rule(1, "tagged", "\"tagPrefixList\": [\"prod\"]", "imageCountMoreThan", 5),
            rule(2, "any", "", "imageCountMoreThan", 1)));
    stage.passes(Duration.ofDays(1));
    assertThat(left()).containsExactly("prod-1", "dev-3");
  }

  @Test
  void several_prefixes_mean_images_that_have_them_all() {
    push("a1");
    push("a2", "b2");
    push("a3");
    policy(rules(rule(1, "tagged", "\"tagPrefixList\": [\"a\", \"b\"]", "sinceImagePushed", 1)));
    stage.passes(Duration.ofDays(3));
    assertThat(left()).containsExactly("a1", "a3");
  }

  @Test
  void patterns_have_wildcards() {
    push("20260101-120000-7");
    push("latest");
    policy(rules(rule(1, "tagged", "\"tagPatternList\": [\"2026*-*-*\"]", "sinceImagePushed", 1)));
    stage.passes(Duration.ofDays(3));
    assertThat(left()).containsExactly("latest");
  }

  /**
   * TRAPS 5: production's policy. What runs and what it may be rolled back to are among the newest
   * that are kept, and have tags, however long they are there.
   */
  @Test
  void production_keeps_what_runs_and_what_it_may_be_rolled_back_to() {
    policy(
        rules(
            rule(1, "untagged", "", "sinceImagePushed", 14),
            rule(2, "any", "", "imageCountMoreThan", 20)));
    push("previous");
    push("running");
    stage.passes(Duration.ofDays(400));
    assertThat(left()).containsExactly("previous", "running");
    for (int i = 0; i < 18; i++) {
      push("failed-" + i);
    }
    stage.passes(Duration.ofDays(1));
    assertThat(left()).startsWith("previous", "running").hasSize(20);
  }

  @Test
  void images_that_a_list_of_images_names_stay() {
    push("amd64");
    var digest =
        stage.ask(() -> ecr.describeImages(r -> r.repositoryName("web"))).imageDetails().getFirst();
    var index =
        """
        {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
         "manifests": [{"digest": "%s", "size": 1}]}
        """
            .formatted(digest.imageDigest());
    stage.passes(Duration.ofMinutes(1));
    stage.ask(
        () -> ecr.putImage(r -> r.repositoryName("web").imageManifest(index).imageTag("all")));
    policy(rules(rule(1, "any", "", "imageCountMoreThan", 1)));
    stage.passes(Duration.ofDays(1));
    assertThat(left()).containsExactly("amd64", "all");
  }

  @Test
  void a_preview_tells_what_would_expire_and_by_which_rule() {
    push("v1");
    push("v2");
    push("v3");
    assertThat(stage.refused(() -> ecr.getLifecyclePolicyPreview(r -> r.repositoryName("web"))))
        .startsWith("LifecyclePolicyPreviewNotFoundException");
    assertThat(stage.refused(() -> ecr.startLifecyclePolicyPreview(r -> r.repositoryName("web"))))
        .startsWith("LifecyclePolicyNotFoundException");

    stage.ask(
        () ->
            ecr.startLifecyclePolicyPreview(
                r -> r.repositoryName("web").lifecyclePolicyText(NEWEST_TWO)));
    var preview = stage.ask(() -> ecr.getLifecyclePolicyPreview(r -> r.repositoryName("web")));
    assertThat(preview.status()).isEqualTo(LifecyclePolicyPreviewStatus.COMPLETE);
    assertThat(preview.summary().expiringImageTotalCount()).isEqualTo(1);
    assertThat(preview.previewResults())
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.imageTags()).containsExactly("v1");
              assertThat(result.appliedRulePriority()).isEqualTo(1);
            });
    stage.passes(Duration.ofDays(3));
    assertThat(left()).hasSize(3);
  }

  @Test
  void the_time_of_the_next_look_outlives_the_region() {
    var file = folder.resolve("region.db");
    try (var store = Store.open(file)) {
      stage = new Stage(store, stage.timeline.now());
      ecr = ecr(stage);
      stage.ask(() -> ecr.createRepository(r -> r.repositoryName("web")));
      push("v1");
      push("v2");
      push("v3");
      policy(NEWEST_TWO);
      stage.passes(Duration.ofHours(23));
    }
    try (var store = Store.open(file)) {
      stage = new Stage(store, stage.timeline.now());
      ecr = ecr(stage);
      stage.passes(Duration.ofHours(1));
      assertThat(left()).containsExactly("v2", "v3");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                     | missing required properties",
        "{\"rules\":[]}                                         | missing required properties",
        "{\"rules\":[{\"rulePriority\":0}]}                     | rulePriority must be at least 1",
        "{\"rules\":[{\"rulePriority\":1,\"color\":1}]}         | unknown property \"color\"",
        "{\"rules\":[{\"rulePriority\":1,\"action\":{\"type\":\"keep\"}}]} | action.type must be"
            + " expire",
      })
  void a_policy_that_is_none_is_refused(String text, String why) {
    assertThat(refused(text)).contains("InvalidParameterException").contains(why);
  }

  private String refused(String text) {
    return stage.refused(
        () -> ecr.putLifecyclePolicy(r -> r.repositoryName("web").lifecyclePolicyText(text)));
  }

  @Test
  void rules_that_do_not_go_together_are_refused() {
    var any = rule(1, "any", "", "imageCountMoreThan", 1);
    assertThat(refused(rules(any, any))).contains("rulePriority must be unique: 1");
    assertThat(refused(rules(any, rule(2, "untagged", "", "imageCountMoreThan", 1))))
        .contains("the rule with tagStatus any must have the highest rulePriority");
    assertThat(refused(rules(rule(1, "tagged", "", "imageCountMoreThan", 1))))
        .contains("one of tagPrefixList and tagPatternList is required");
    var listed = "\"tagPrefixList\": [\"a\"]";
    assertThat(refused(rules(rule(1, "any", listed, "imageCountMoreThan", 1))))
        .contains("tags are listed only with tagStatus tagged");
    assertThat(
            refused(
                rules(
                    rule(1, "tagged", listed, "imageCountMoreThan", 1),
                    rule(2, "tagged", listed, "imageCountMoreThan", 1))))
        .contains("tag prefixes must be unique among rules: a");
    assertThat(refused(rules(rule(1, "any", "", "sinceImagePulled", 1))))
        .contains("countType must be imageCountMoreThan or sinceImagePushed");
  }
}
