package com.shangwellness.region.elasticloadbalancingv2;

import com.shangwellness.region.traffic.Block;
import com.shangwellness.region.traffic.Condition;
import com.shangwellness.region.traffic.Wildcard;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.QueryStringKeyValuePair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** The conditions of rules: checked, brought into the form in which AWS shows them, compiled. */
final class RuleConditions {

  private static final int MOST_VALUES = 5;

  private RuleConditions() {}

  /** The conditions as AWS shows them: old and new form beside each other where both exist. */
  static List<RuleCondition> checked(List<RuleCondition> conditions) {
    if (conditions.isEmpty()) {
      throw Refusals.validation("A condition must be specified");
    }
    var shown = conditions.stream().map(RuleConditions::shown).toList();
    int values = shown.stream().mapToInt(RuleConditions::size).sum();
    if (values > MOST_VALUES) {
      throw Refusals.validation(
          "A rule can have at most '" + MOST_VALUES + "' condition values, found '" + values + "'");
    }
    var unused = compiled(shown);
    return shown;
  }

  private static RuleCondition shown(RuleCondition condition) {
    if (condition.field() == null) {
      throw Refusals.validation("A condition field must be specified");
    }
    if (condition.hasRegexValues()) {
      throw Refusals.notHere("rule conditions by regular expression");
    }
    return switch (condition.field()) {
      case "path-pattern" -> {
        var values =
            either(
                condition,
                condition.pathPatternConfig() == null
                    ? List.of()
                    : condition.pathPatternConfig().values());
        yield RuleCondition.builder()
            .field(condition.field())
            .values(values)
            .pathPatternConfig(c -> c.values(values))
            .build();
      }
      case "host-header" -> {
        var values =
            either(
                condition,
                condition.hostHeaderConfig() == null
                    ? List.of()
                    : condition.hostHeaderConfig().values());
        yield RuleCondition.builder()
            .field(condition.field())
            .values(values)
            .hostHeaderConfig(c -> c.values(values))
            .build();
      }
      case "http-header" -> needs(condition, condition.httpHeaderConfig());
      case "http-request-method" -> needs(condition, condition.httpRequestMethodConfig());
      case "query-string" -> needs(condition, condition.queryStringConfig());
      case "source-ip" -> needs(condition, condition.sourceIpConfig());
      default ->
          throw Refusals.validation(
              "Condition field '"
                  + condition.field()
                  + "' must be one of '[http-request-method, host-header, http-header,"
                  + " path-pattern, query-string, source-ip]'");
    };
  }

  private static List<String> either(RuleCondition condition, List<String> configured) {
    var values = condition.hasValues() ? condition.values() : configured;
    if (values.isEmpty()) {
      throw Refusals.validation("A condition value must be specified");
    }
    for (var value : values) {
      if (value.length() > 128) {
        throw Refusals.validation(
            "Condition value '" + value + "' cannot be longer than '128' characters");
      }
    }
    return values;
  }

  private static RuleCondition needs(RuleCondition condition, Object config) {
    if (config == null || size(condition) == 0) {
      throw Refusals.validation(
          "A condition value must be specified for field '" + condition.field() + "'");
    }
    return condition;
  }

  private static int size(RuleCondition condition) {
    return switch (condition.field()) {
      case "path-pattern" -> condition.pathPatternConfig().values().size();
      case "host-header" -> condition.hostHeaderConfig().values().size();
      case "http-header" -> condition.httpHeaderConfig().values().size();
      case "http-request-method" -> condition.httpRequestMethodConfig().values().size();
      case "query-string" -> condition.queryStringConfig().values().size();
      default -> condition.sourceIpConfig().values().size();
    };
  }

  /** The conditions as the traffic plane takes them. */
  static List<Condition> compiled(List<RuleCondition> conditions) {
    return conditions.stream().map(RuleConditions::compiled).toList();
  }

  private static Condition compiled(RuleCondition condition) {
    return switch (condition.field()) {
      case "path-pattern" ->
          new Condition.PathPattern(patterns(condition.pathPatternConfig().values(), false));
      case "host-header" ->
          new Condition.HostHeader(patterns(condition.hostHeaderConfig().values(), true));
      case "http-header" ->
          new Condition.HttpHeader(
              condition.httpHeaderConfig().httpHeaderName(),
              patterns(condition.httpHeaderConfig().values(), true));
      case "http-request-method" ->
          new Condition.HttpMethod(condition.httpRequestMethodConfig().values());
      case "query-string" ->
          new Condition.QueryString(
              condition.queryStringConfig().values().stream().map(RuleConditions::pair).toList());
      default -> new Condition.SourceIp(blocks(condition.sourceIpConfig().values()));
    };
  }

  private static List<Wildcard> patterns(List<String> values, boolean ignoreCase) {
    return values.stream().map(value -> new Wildcard(value, ignoreCase)).toList();
  }

  private static Condition.Pair pair(QueryStringKeyValuePair pair) {
    return new Condition.Pair(
        Optional.ofNullable(pair.key()).map(key -> new Wildcard(key, true)),
        new Wildcard(pair.value(), true));
  }

  private static List<Block> blocks(List<String> values) {
    try {
      return values.stream().map(Block::of).toList();
    } catch (IllegalArgumentException e) {
      throw Refusals.validation("Condition value '" + values + "' is not valid: " + e.getMessage());
    }
  }
}
