package com.shangwellness.region.cloudwatch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What SEARCH looks for (CloudWatch user guide, "CloudWatch search expression syntax").
 *
 * @param schema where to look; everywhere when it is empty
 */
record MetricSearch(Optional<Schema> schema, Condition condition) {

  /**
   * A namespace, and the names of all dimensions that a metric there has; of any dimensions when
   * none is named.
   */
  record Schema(String namespace, Set<String> dimensions) {
    boolean matches(MetricId metric) {
      return metric.namespace().equals(namespace)
          && (dimensions.isEmpty() || metric.dimensions().keySet().equals(dimensions));
    }
  }

  boolean matches(MetricId metric) {
    return schema.map(where -> where.matches(metric)).orElse(true) && condition.holds(metric);
  }

  /** What is asked of a metric. */
  sealed interface Condition {
    boolean holds(MetricId metric);
  }

  /** Each of these; nothing is asked when there are none. */
  record All(List<Condition> of) implements Condition {
    @Override
    public boolean holds(MetricId metric) {
      return of.stream().allMatch(one -> one.holds(metric));
    }
  }

  /** One of these. */
  record Any(List<Condition> of) implements Condition {
    @Override
    public boolean holds(MetricId metric) {
      return of.stream().anyMatch(one -> one.holds(metric));
    }
  }

  /** Not this. */
  record Not(Condition of) implements Condition {
    @Override
    public boolean holds(MetricId metric) {
      return !of.holds(metric);
    }
  }

  /**
   * Words that are found in one of a metric's names or values.
   *
   * @param property which one: MetricName, Namespace or the name of a dimension
   */
  record Term(Optional<String> property, Words words) implements Condition {
    @Override
    public boolean holds(MetricId metric) {
      return property.map(name -> of(metric, name)).orElse(all(metric)).anyMatch(words::in);
    }

    private static Stream<String> of(MetricId metric, String property) {
      return switch (property) {
        case "MetricName" -> Stream.of(metric.name());
        case "Namespace" -> Stream.of(metric.namespace());
        default -> Stream.ofNullable(metric.dimensions().get(property));
      };
    }

    private static Stream<String> all(MetricId metric) {
      return Stream.concat(
          Stream.of(metric.namespace(), metric.name()),
          metric.dimensions().entrySet().stream()
              .<Map.Entry<String, String>>map(dimension -> dimension)
              .flatMap(dimension -> Stream.of(dimension.getKey(), dimension.getValue())));
    }
  }

  /** Words as they are looked for. */
  sealed interface Words {
    boolean in(String text);
  }

  /** In quotes: the whole text. */
  record Exact(String wanted) implements Words {
    @Override
    public boolean in(String text) {
      return text.equals(wanted);
    }
  }

  /** Without quotes: a part of it, by tokens. */
  record Partial(String wanted) implements Words {
    @Override
    public boolean in(String text) {
      return Tokens.of(text).contain(wanted);
    }
  }
}
