package com.shangwellness.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.ops.cost.Estimate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostCommandTest {
  @Test
  void each_price_from_memory_is_marked_and_the_sum_is_dated() {
    var estimate =
        new Estimate(
            "ap-south-1",
            "2026-11-23",
            37.15,
            List.of(
                new Estimate.Line("service", "2 tasks", 1, 0.04256, "hour", 31.07, true),
                new Estimate.Line(
                    "service", "custom metric Refusals", 4, 0.3, "month", 1.2, false)),
            Map.of("AWS::WAFv2::WebACL", "requests"));

    assertThat(CostCommand.lines(estimate))
        .map(String::strip)
        .containsExactly(
            "31.07  2 tasks                 1 x 0.04256 per hour",
            "1.20  custom metric Refusals  4 x 0.3 per month     price not confirmed",
            "37.15  USD a month before use and tax, in ap-south-1 at prices of 2026-11-23; today's:"
                + " https://calculator.aws",
            "",
            "On top, by use:",
            "AWS::WAFv2::WebACL: requests");
  }
}
