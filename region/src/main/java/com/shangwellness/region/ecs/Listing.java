package com.shangwellness.region.ecs;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.paging.Page;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Failure;

/** How ECS answers where it is asked for several things at once. */
final class Listing {

  private static final int PAGE = 100;

  private Listing() {}

  /** What is asked for is not there. */
  static Failure missing(String reference) {
    return Failure.builder().arn(reference).reason("MISSING").build();
  }

  /** The part of {@code arns}, sorted, that {@code token} leads to. */
  static Page<String> page(Stream<String> arns, String token, Integer size) {
    try {
      return Page.of(
          arns.sorted().toList(), token, requireNonNullElse(size, PAGE), Function.identity());
    } catch (IllegalArgumentException e) {
      throw Refusals.invalid("Invalid token");
    }
  }
}
