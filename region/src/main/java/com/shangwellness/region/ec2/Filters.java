package com.shangwellness.region.ec2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * What resources of one kind can be filtered by. All filters of a request must match, each by any
 * of its values, in which {@code *} stands for any text and {@code ?} for one character.
 */
final class Filters<T> {

  private final Function<T, List<Tag>> tags;
  private final Map<String, Function<T, Stream<String>>> known = new LinkedHashMap<>();

  private Filters(Function<T, List<Tag>> tags) {
    this.tags = tags;
  }

  /** Filters by tag alone, to be added to. */
  static <T> Filters<T> byTags(Function<T, List<Tag>> tags) {
    return new Filters<>(tags);
  }

  /** Adds a filter by one value; a value that is missing matches nothing. */
  Filters<T> with(String name, Function<T, Object> value) {
    return withAny(name, resource -> Stream.ofNullable(value.apply(resource)));
  }

  /** Adds a filter by several values, one of which must match. */
  Filters<T> withAny(String name, Function<T, Stream<?>> values) {
    known.put(name, resource -> values.apply(resource).map(String::valueOf));
    return this;
  }

  Predicate<T> matching(List<Filter> filters) {
    return filters.stream().map(this::one).reduce(resource -> true, Predicate::and);
  }

  private Predicate<T> one(Filter filter) {
    var values = values(filter.name());
    var patterns = filter.values().stream().map(Filters::pattern).toList();
    return resource ->
        values
            .apply(resource)
            .anyMatch(value -> patterns.stream().anyMatch(p -> p.matcher(value).matches()));
  }

  private Function<T, Stream<String>> values(String name) {
    if (name != null && name.startsWith("tag:")) {
      var key = name.substring(4);
      return resource ->
          tags.apply(resource).stream().filter(t -> t.key().equals(key)).map(Tag::value);
    }
    if ("tag-key".equals(name)) {
      return resource -> tags.apply(resource).stream().map(Tag::key);
    }
    var values = known.get(name);
    if (values == null) {
      throw Refusal.of("InvalidParameterValue", "The filter '" + name + "' is invalid");
    }
    return values;
  }

  private static Pattern pattern(String value) {
    var pattern =
        value
            .chars()
            .mapToObj(
                c ->
                    switch (c) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(c));
                    })
            .collect(Collectors.joining());
    return Pattern.compile(pattern, Pattern.DOTALL);
  }
}
