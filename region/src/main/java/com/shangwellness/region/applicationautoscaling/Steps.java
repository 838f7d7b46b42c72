package com.shangwellness.region.applicationautoscaling;

import static java.util.Objects.requireNonNullElse;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.model.AdjustmentType;
import software.amazon.awssdk.services.applicationautoscaling.model.StepAdjustment;
import software.amazon.awssdk.services.applicationautoscaling.model.StepScalingPolicyConfiguration;

/**
 * The steps of a policy: which capacity is wanted for how far a metric has passed its alarm's
 * threshold (Application Auto Scaling guide, "How step scaling works").
 */
record Steps(StepScalingPolicyConfiguration configuration) {

  private static final int MAX_STEPS = 20;

  /** Refuses what AWS refuses: gaps, overlaps, two open ends on one side. */
  static void check(StepScalingPolicyConfiguration configuration) {
    if (configuration == null || configuration.adjustmentType() == null) {
      throw Refusals.invalid("An adjustment type must be specified for a step scaling policy");
    }
    if (configuration.adjustmentType() == AdjustmentType.UNKNOWN_TO_SDK_VERSION) {
      throw Refusals.invalid("Unknown adjustment type: " + configuration.adjustmentTypeAsString());
    }
    var steps = configuration.stepAdjustments();
    if (steps.isEmpty() || steps.size() > MAX_STEPS) {
      throw Refusals.invalid(
          "At least one and at most " + MAX_STEPS + " step adjustments must be specified");
    }
    if (configuration.minAdjustmentMagnitude() != null
        && configuration.adjustmentType() != AdjustmentType.PERCENT_CHANGE_IN_CAPACITY) {
      throw Refusals.invalid(
          "MinAdjustmentMagnitude is valid for the adjustment type PercentChangeInCapacity only");
    }
    for (var step : steps) {
      if (step.scalingAdjustment() == null) {
        throw Refusals.invalid("A step adjustment must have a scaling adjustment");
      }
      if (lower(step) >= upper(step)) {
        throw Refusals.invalid(
            "The upper bound of a step adjustment must be greater than its lower bound");
      }
    }
    requireUnbroken(steps);
  }

  private static void requireUnbroken(List<StepAdjustment> steps) {
    var sorted = steps.stream().sorted(Comparator.comparingDouble(Steps::lower)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      double end = upper(sorted.get(i - 1));
      double next = lower(sorted.get(i));
      if (end > next) {
        throw Refusals.invalid("StepAdjustment intervals can't overlap");
      }
      if (end < next) {
        throw Refusals.invalid("StepAdjustment intervals can't have gaps between them");
      }
    }
  }

  private static double lower(StepAdjustment step) {
    return requireNonNullElse(step.metricIntervalLowerBound(), Double.NEGATIVE_INFINITY);
  }

  private static double upper(StepAdjustment step) {
    return requireNonNullElse(step.metricIntervalUpperBound(), Double.POSITIVE_INFINITY);
  }

  /**
   * The capacity that is wanted where there were {@code capacity}; empty when no step is for it.
   *
   * @param breach the metric's value less the alarm's threshold
   */
  Optional<Integer> wanted(int capacity, double breach) {
    return configuration.stepAdjustments().stream()
        .filter(step -> isFor(step, breach))
        .findFirst()
        .map(step -> adjusted(capacity, step.scalingAdjustment()));
  }

  // Above the threshold the lower bound belongs to a step, below it the upper one.
  private static boolean isFor(StepAdjustment step, double breach) {
    return breach >= 0
        ? breach >= lower(step) && breach < upper(step)
        : breach > lower(step) && breach <= upper(step);
  }

  private int adjusted(int capacity, int adjustment) {
    return switch (configuration.adjustmentType()) {
      case EXACT_CAPACITY -> adjustment;
      case PERCENT_CHANGE_IN_CAPACITY -> capacity + percent(capacity, adjustment);
      default -> capacity + adjustment;
    };
  }

  // "rounded down" beyond 1 and -1 (towards 0), and to 1 or -1 between them.
  private int percent(int capacity, int adjustment) {
    double exact = capacity * adjustment / 100.0;
    int whole = (int) exact;
    if (whole == 0 && exact != 0) {
      whole = (int) Math.signum(exact);
    }
    int least = requireNonNullElse(configuration.minAdjustmentMagnitude(), 0);
    return Math.abs(whole) < least ? (int) Math.signum(adjustment) * least : whole;
  }
}
