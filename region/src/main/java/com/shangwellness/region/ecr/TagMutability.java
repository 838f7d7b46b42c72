package com.shangwellness.region.ecr;

import com.shangwellness.region.codec.AwsErrors;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.Repository;

/** Which tags of a repository may move to another image, and which not. */
final class TagMutability {

  private static final int MAX_FILTERS = 5;
  private static final Pattern FILTER = Pattern.compile("[0-9a-zA-Z._*-]{1,128}");

  private TagMutability() {}

  /** Whether {@code tag}, once it names an image of {@code repository}, stays there. */
  static boolean isFixed(Repository repository, String tag) {
    boolean excluded =
        repository.imageTagMutabilityExclusionFilters().stream()
            .anyMatch(filter -> matches(filter.filter(), tag));
    return switch (repository.imageTagMutability()) {
      case IMMUTABLE -> true;
      case IMMUTABLE_WITH_EXCLUSION -> !excluded;
      case MUTABLE_WITH_EXCLUSION -> excluded;
      case MUTABLE, UNKNOWN_TO_SDK_VERSION -> false;
    };
  }

  private static boolean matches(String filter, String tag) {
    var pattern =
        Pattern.compile("\\*")
            .splitAsStream(filter + " ")
            .map(String::stripTrailing)
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return tag.matches(pattern);
  }

  /**
   * Checks a setting as ECR does.
   *
   * @throws InvalidParameterException when the filters do not go with the setting
   */
  static void check(
      ImageTagMutability setting, List<ImageTagMutabilityExclusionFilter> exclusions) {
    if (setting == ImageTagMutability.UNKNOWN_TO_SDK_VERSION) {
      throw invalid(
          "imageTagMutability", "Member must satisfy enum value set: " + names(), setting);
    }
    boolean wanted =
        setting == ImageTagMutability.IMMUTABLE_WITH_EXCLUSION
            || setting == ImageTagMutability.MUTABLE_WITH_EXCLUSION;
    if (wanted == exclusions.isEmpty()) {
      throw invalid(
          "imageTagMutabilityExclusionFilters",
          wanted ? "must be given with " + setting : "must not be given with " + setting,
          exclusions);
    }
    if (exclusions.size() > MAX_FILTERS) {
      throw invalid(
          "imageTagMutabilityExclusionFilters", "at most " + MAX_FILTERS + " filters", exclusions);
    }
    for (var exclusion : exclusions) {
      var filter = String.valueOf(exclusion.filter());
      if (!FILTER.matcher(filter).matches() || filter.chars().filter(c -> c == '*').count() > 2) {
        throw invalid(
            "imageTagMutabilityExclusionFilters.filter",
            "must satisfy regular expression '" + FILTER + "' with at most two wildcards",
            filter);
      }
    }
  }

  private static List<ImageTagMutability> names() {
    return ImageTagMutability.knownValues().stream().sorted().toList();
  }

  private static RuntimeException invalid(String parameter, String constraint, Object found) {
    return AwsErrors.of(
        InvalidParameterException.builder(),
        "Invalid parameter at '"
            + parameter
            + "' failed to satisfy constraint: '"
            + constraint
            + "', found: "
            + found);
  }
}
