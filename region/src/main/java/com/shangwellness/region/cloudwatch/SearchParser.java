package com.shangwellness.region.cloudwatch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;

/** Reads what SEARCH is given: a schema in braces, and words with AND, OR, NOT and parentheses. */
final class SearchParser {

  private static final int LONGEST = 1024;
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");
  private static final Pattern NAME = Pattern.compile("[^,}\"]+");
  private static final Pattern WORD = Pattern.compile("[^\\s,()=\"{}]+");

  private final String text;
  private int at;

  private SearchParser(String text) {
    this.text = text;
  }

  /**
   * The search that {@code text} says.
   *
   * @throws InvalidParameterValueException when it says none
   */
  static MetricSearch parse(String text) {
    var parser = new SearchParser(text);
    if (text.length() > LONGEST) {
      throw parser.wrong("it is longer than " + LONGEST + " characters");
    }
    var schema = parser.schema();
    var condition = parser.atEnd() ? new MetricSearch.All(List.of()) : parser.any();
    if (!parser.atEnd()) {
      throw parser.wrong("unexpected '" + text.charAt(parser.at) + "' at position " + parser.at);
    }
    if (schema.isEmpty() && condition.equals(new MetricSearch.All(List.of()))) {
      throw parser.wrong("it needs a metric schema, a search term, or both");
    }
    return new MetricSearch(schema, condition);
  }

  private Optional<MetricSearch.Schema> schema() {
    if (!taken("{")) {
      return Optional.empty();
    }
    var names = new ArrayList<String>();
    while (!taken("}")) {
      names.add(quoted().or(() -> next(NAME)).orElseThrow(() -> wrong("} is missing")).strip());
    }
    if (names.isEmpty()) {
      throw wrong("a metric schema begins with a namespace");
    }
    var dimensions = new HashSet<>(names.subList(1, names.size()));
    return Optional.of(new MetricSearch.Schema(names.getFirst(), dimensions));
  }

  private MetricSearch.Condition any() {
    var any = new ArrayList<MetricSearch.Condition>();
    do {
      any.add(all());
    } while (said("OR"));
    return any.size() == 1 ? any.getFirst() : new MetricSearch.Any(any);
  }

  // Words that stand beside each other are meant to be there all.
  private MetricSearch.Condition all() {
    var all = new ArrayList<MetricSearch.Condition>();
    do {
      all.add(one());
    } while (said("AND") || !(atEnd() || text.startsWith(")", at) || says("OR")));
    return all.size() == 1 ? all.getFirst() : new MetricSearch.All(all);
  }

  private MetricSearch.Condition one() {
    if (said("NOT")) {
      return new MetricSearch.Not(one());
    }
    if (taken("(")) {
      var inner = any();
      if (!taken(")")) {
        throw wrong(") is missing");
      }
      return inner;
    }
    var exact = quoted();
    var word = exact.or(() -> next(WORD)).orElseThrow(() -> wrong("a word is missing"));
    if (taken("=")) {
      return new MetricSearch.Term(Optional.of(word), words());
    }
    return new MetricSearch.Term(
        Optional.empty(),
        exact.isPresent() ? new MetricSearch.Exact(word) : new MetricSearch.Partial(word));
  }

  private MetricSearch.Words words() {
    return quoted()
        .<MetricSearch.Words>map(MetricSearch.Exact::new)
        .or(() -> next(WORD).map(MetricSearch.Partial::new))
        .orElseThrow(() -> wrong("a value is missing"));
  }

  private Optional<String> quoted() {
    space();
    var matcher = QUOTED.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    at = matcher.end();
    return Optional.of(ESCAPED.matcher(matcher.group(1)).replaceAll("$1"));
  }

  private Optional<String> next(Pattern pattern) {
    space();
    var matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    at = matcher.end();
    return Optional.of(matcher.group());
  }

  private boolean taken(String sign) {
    space();
    boolean taken = text.startsWith(sign, at);
    if (taken) {
      at += sign.length();
    }
    return taken;
  }

  private boolean says(String operator) {
    space();
    var matcher = WORD.matcher(text).region(at, text.length());
    return matcher.lookingAt() && matcher.group().equals(operator);
  }

  private boolean said(String operator) {
    boolean said = says(operator);
    if (said) {
      at += operator.length();
    }
    return said;
  }

  private boolean atEnd() {
    space();
    return at == text.length();
  }

  // Commas between the parts of a search are no more than space, as the guide writes them.
  private void space() {
    while (at < text.length()
        && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ',')) {
      at++;
    }
  }

  private RuntimeException wrong(String why) {
    return MetricMath.wrong("The search '" + text + "' cannot be read: " + why);
  }
}
