package com.shangwellness.region.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PageTest {

  private static Page<String> page(List<String> all, String token) {
    return Page.of(all, token, 2, Function.identity());
  }

  @Test
  void what_is_added_at_the_head_makes_no_item_come_twice() {
    var first = page(List.of("newest", "later", "early", "first"), null);
    assertThat(first.items()).containsExactly("newest", "later");

    var second = page(List.of("new", "newest", "later", "early", "first"), first.nextOrNull());
    assertThat(second.items()).containsExactly("early", "first");
    assertThat(second.next()).isEmpty();
  }

  @Test
  void an_item_that_is_taken_away_takes_no_other_with_it() {
    var first = page(List.of("a", "b", "c"), null);
    assertThat(page(List.of("a", "c"), first.nextOrNull()).items()).containsExactly("c");
  }

  @Test
  void a_token_of_others_is_refused() {
    assertThatThrownBy(() -> page(List.of("a"), "%")).isInstanceOf(IllegalArgumentException.class);
  }
}
