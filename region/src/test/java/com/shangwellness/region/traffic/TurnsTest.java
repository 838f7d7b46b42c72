package com.shangwellness.region.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TurnsTest {

  private static Turns turns(List<Integer> weights) {
    return new Turns(weights.stream().map(weight -> new Action.Share("p", weight)).toList());
  }

  private static int[] counted(List<Integer> weights, int requests) {
    var turns = turns(weights);
    var counts = new int[weights.size()];
    for (int i = 0; i < requests; i++) {
      int turn = turns.next();
      if (turn >= 0) {
        counts[turn]++;
      }
    }
    return counts;
  }

  @Property(tries = 200)
  void over_as_many_requests_as_the_weights_add_up_to_each_gets_exactly_its_weight(
      @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 999) Integer> weights,
      @ForAll @IntRange(min = 1, max = 3) int rounds) {
    int total = weights.stream().mapToInt(Integer::intValue).sum();
    var expected = weights.stream().mapToInt(weight -> weight * rounds).toArray();

    assertThat(counted(weights, total * rounds)).isEqualTo(expected);
  }

  @Property(tries = 200)
  void after_any_number_of_requests_two_shares_are_less_than_one_request_off(
      @ForAll @IntRange(min = 1, max = 999) int blue,
      @ForAll @IntRange(min = 1, max = 999) int green,
      @ForAll @IntRange(min = 1, max = 5000) int requests) {
    var counts = counted(List.of(blue, green), requests);
    double fair = (double) requests * blue / (blue + green);

    assertThat(Math.abs(counts[0] - fair)).isLessThanOrEqualTo(1);
    assertThat(IntStream.of(counts).sum()).isEqualTo(requests);
  }
}
