package com.shangwellness.region.ecr;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A rule of a lifecycle policy.
 *
 * @param prefixes of tags: an image is meant when it has a tag for each
 * @param patterns of tags, with {@code *}: an image is meant when it has a tag for each
 */
record LifecycleRule(
    int priority, TagStatus status, List<String> prefixes, List<String> patterns, Count count) {

  /** Which images a rule is about. */
  enum TagStatus {
    /** Those with tags that are listed. */
    TAGGED,
    /** Those without. */
    UNTAGGED,
    /** All. */
    ANY;

    static TagStatus parse(int priority, String text) {
      return switch (text) {
        case "tagged" -> TAGGED;
        case "untagged" -> UNTAGGED;
        case "any" -> ANY;
        default ->
            throw LifecyclePolicy.invalid(
                "rule " + priority + ": tagStatus must be tagged, untagged or any");
      };
    }
  }

  /** Which of those expire. */
  sealed interface Count {

    /** All but the newest {@code images}. */
    record MoreThan(int images) implements Count {}

    /** Those that were pushed more than {@code days} days ago. */
    record Since(int days) implements Count {}
  }

  boolean means(KeptImage image) {
    return switch (status) {
      case ANY -> true;
      case UNTAGGED -> image.tags().isEmpty();
      case TAGGED ->
          prefixes.stream().allMatch(p -> image.tags().stream().anyMatch(t -> t.startsWith(p)))
              && patterns.stream()
                  .allMatch(p -> image.tags().stream().anyMatch(matcher(p)::matches));
    };
  }

  private interface Matcher {
    boolean matches(String tag);
  }

  private static Matcher matcher(String pattern) {
    var regex =
        Pattern.compile("\\*")
            .splitAsStream(pattern + " ")
            .map(String::stripTrailing)
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return tag -> tag.matches(regex);
  }

  /**
   * Those that expire.
   *
   * @param meant the images that the rule is about, the newest first
   */
  List<KeptImage> expired(List<KeptImage> meant, Instant now) {
    return switch (count) {
      case Count.MoreThan(int images) -> meant.stream().skip(images).toList();
      case Count.Since(int days) ->
          meant.stream()
              .filter(image -> image.pushedAt().plus(Duration.ofDays(days)).isBefore(now))
              .toList();
    };
  }
}
