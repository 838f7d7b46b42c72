package com.shangwellness.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Stack;

class ProductionTest {

  @Test
  void stacks_come_in_the_order_in_which_they_need_each_other() {
    assertThat(names(Complete.production()))
        .containsSubsequence("zone", "network", "data", "service", "copies", "protection", "edge");
    assertThat(names(Synthesized.production()))
        .containsSubsequence("network", "data", "service", "protection", "edge")
        .doesNotContain("zone", "copies");
  }

  @Test
  void each_stack_waits_for_the_one_before_it() {
    var stacks = Complete.production().stacks();

    for (int i = 1; i < stacks.size(); i++) {
      assertThat(stacks.get(i).getDependencies()).contains(stacks.get(i - 1));
    }
  }

  @Test
  void what_the_edge_is_made_of_stands_in_us_east_1_and_the_rest_at_home() {
    assertThat(Complete.production().stacks())
        .filteredOn(stack -> stack.getRegion().equals("us-east-1"))
        .extracting(stack -> part(stack))
        .containsExactly("zone", "edge");
  }

  private static List<String> names(Production production) {
    return production.stacks().stream().map(ProductionTest::part).toList();
  }

  private static String part(Stack stack) {
    return stack.getStackName().replace("shangwellness-prod-", "");
  }
}
