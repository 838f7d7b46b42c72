package com.shangwellness.region.ssm;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.codec.AwsErrors;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import software.amazon.awssdk.services.ssm.model.HierarchyLevelLimitExceededException;
import software.amazon.awssdk.services.ssm.model.InvalidAllowedPatternException;
import software.amazon.awssdk.services.ssm.model.ParameterPatternMismatchException;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/** What a parameter may be called and may hold. */
final class ParameterRules {

  private static final int STANDARD = 4096;
  private static final int ADVANCED = 8192;
  private static final int LEVELS = 15;

  private ParameterRules() {}

  static void check(PutParameterRequest request) {
    checkName(requireNonNullElse(request.name(), ""));
    checkValue(request);
    checkPattern(request.allowedPattern(), request.value());
    if (request.policies() != null) {
      throw new UnsupportedOperationException("ssm: the region has no parameter policies");
    }
    var dataType = requireNonNullElse(request.dataType(), "text");
    if (!dataType.equals("text")) {
      throw Refusal.invalid(
          "The following data type is not supported: "
              + dataType
              + " (Data type names are all"
              + " lowercase.)");
    }
  }

  private static void checkName(String name) {
    var local = name.startsWith("/") ? name.substring(1) : name;
    if (local.toLowerCase(Locale.ROOT).matches("(aws|ssm).*")) {
      throw Refusal.invalid(
          "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). If formed"
              + " as a path, it can consist of sub-paths divided by slash symbol; each sub-path can"
              + " be formed as a mix of letters, numbers and the following 3 symbols .-_");
    }
    if (name.contains("/") && !name.startsWith("/")) {
      throw Refusal.invalid("Parameter name must be a fully qualified name.");
    }
    if (!name.matches("(/?[\\w.-]+)(/[\\w.-]+)*") || name.length() > 1011) {
      throw Refusal.invalid(
          "Parameter name: can only contain letters, numbers and the symbols .-_, with sub-paths"
              + " divided by slash symbol.");
    }
    if (name.chars().filter(c -> c == '/').count() > LEVELS) {
      throw AwsErrors.of(
          HierarchyLevelLimitExceededException.builder(),
          "A parameter name has " + LEVELS + " levels at most.");
    }
  }

  private static void checkValue(PutParameterRequest request) {
    var value = requireNonNullElse(request.value(), "");
    if (value.isEmpty()) {
      throw Refusal.invalid(
          "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member"
              + " must have length greater than or equal to 1.");
    }
    boolean advanced = request.tier() == ParameterTier.ADVANCED;
    boolean grows = request.tier() == ParameterTier.INTELLIGENT_TIERING;
    if (value.length() > (advanced || grows ? ADVANCED : STANDARD)) {
      throw Refusal.invalid(
          advanced || grows
              ? "Advanced tier parameters support a maximum parameter value of 8192 characters."
              : "Standard tier parameters support a maximum parameter value of 4096 characters. To"
                  + " create a larger parameter value, upgrade the parameter to use the"
                  + " advanced-parameter tier.");
    }
  }

  private static void checkPattern(String pattern, String value) {
    if (pattern == null) {
      return;
    }
    try {
      if (!Pattern.matches(pattern, value)) {
        throw AwsErrors.of(
            ParameterPatternMismatchException.builder(),
            "Parameter value, cannot be validated against allowedPattern: " + pattern);
      }
    } catch (PatternSyntaxException e) {
      throw AwsErrors.of(
          InvalidAllowedPatternException.builder(),
          "The allowed pattern " + pattern + " is no regular expression: " + e.getDescription());
    }
  }

  /** The tier that a parameter of this size gets. */
  static ParameterTier tier(PutParameterRequest request) {
    boolean large = request.value().length() > STANDARD;
    return request.tier() == ParameterTier.ADVANCED || large
        ? ParameterTier.ADVANCED
        : ParameterTier.STANDARD;
  }
}
