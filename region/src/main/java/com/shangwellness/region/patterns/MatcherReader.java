package com.shangwellness.region.patterns;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Reads what a pattern says of one value. */
final class MatcherReader {

  // The range of EventBridge's numbers: "Numeric matching".
  private static final double LARGEST = 5e9;

  private MatcherReader() {}

  static Matcher read(JsonNode json) {
    if (json.isArray()) {
      throw bad("Match value must be String, number, true, false, or null");
    }
    if (!json.isObject()) {
      return new Matcher.Exact(json);
    }
    if (json.size() != 1) {
      throw bad("Only one key allowed in match expression");
    }
    var entry = json.properties().iterator().next();
    var value = entry.getValue();
    return switch (entry.getKey()) {
      case "prefix" -> withCase(value, "prefix", Matcher.Prefix::new);
      case "suffix" -> withCase(value, "suffix", Matcher.Suffix::new);
      case "equals-ignore-case" ->
          new Matcher.IgnoringCase(text(value, "equals-ignore-case match pattern"));
      case "wildcard" -> new Matcher.Wildcard(wildcard(text(value, "wildcard match pattern")));
      case "exists" -> {
        if (!value.isBoolean()) {
          throw bad("exists match pattern must be either true or false.");
        }
        yield new Matcher.Exists(value.asBoolean());
      }
      case "numeric" -> numeric(value);
      case "cidr" -> block(text(value, "cidr match pattern"));
      case "anything-but" -> new Matcher.AnythingBut(but(value));
      default -> throw bad("Unrecognized match type " + entry.getKey());
    };
  }

  private static Matcher withCase(
      JsonNode value, String what, java.util.function.BiFunction<String, Boolean, Matcher> make) {
    if (value.isObject() && value.size() == 1 && value.has("equals-ignore-case")) {
      return make.apply(text(value.get("equals-ignore-case"), what + " match pattern"), true);
    }
    return make.apply(text(value, what + " match pattern"), false);
  }

  private static List<Matcher> but(JsonNode value) {
    if (value.isObject()) {
      if (value.size() != 1) {
        throw bad("Only one key allowed in match expression");
      }
      var entry = value.properties().iterator().next();
      Function<JsonNode, Matcher> one =
          switch (entry.getKey()) {
            case "prefix" -> v -> new Matcher.Prefix(text(v, "prefix match pattern"), false);
            case "suffix" -> v -> new Matcher.Suffix(text(v, "suffix match pattern"), false);
            case "equals-ignore-case" ->
                v -> new Matcher.IgnoringCase(text(v, "equals-ignore-case match pattern"));
            case "wildcard" ->
                v -> new Matcher.Wildcard(wildcard(text(v, "wildcard match pattern")));
            default -> throw bad("Unsupported anything-but pattern: " + entry.getKey());
          };
      return each(entry.getValue(), one);
    }
    return each(
        value,
        v -> {
          if (!v.isTextual() && !v.isNumber() && !v.isBoolean()) {
            throw bad("Inside anything-but list, start|null|boolean is not supported.");
          }
          return new Matcher.Exact(v);
        });
  }

  private static List<Matcher> each(JsonNode value, Function<JsonNode, Matcher> one) {
    if (!value.isArray()) {
      return List.of(one.apply(value));
    }
    if (value.isEmpty()) {
      throw bad("Empty arrays are not allowed");
    }
    return StreamSupport.stream(value.spliterator(), false).map(one).toList();
  }

  private static Matcher numeric(JsonNode value) {
    if (!value.isArray() || (value.size() != 2 && value.size() != 4)) {
      throw bad("Invalid numeric match: a list of one or two operators with their numbers");
    }
    double least = -LARGEST;
    double most = LARGEST;
    boolean leastIncluded = true;
    boolean mostIncluded = true;
    for (int i = 0; i < value.size(); i += 2) {
      double number = number(value.get(i + 1));
      switch (value.get(i).asText()) {
        case "=" -> {
          least = number;
          most = number;
        }
        case ">", ">=" -> {
          least = number;
          leastIncluded = value.get(i).asText().equals(">=");
        }
        case "<", "<=" -> {
          most = number;
          mostIncluded = value.get(i).asText().equals("<=");
        }
        default -> throw bad("Unrecognized numeric range operator: " + value.get(i).asText());
      }
    }
    if (least > most || (value.size() == 4 && !isRange(value))) {
      throw bad("Bottom must be less than top");
    }
    return new Matcher.Numeric(least, leastIncluded, most, mostIncluded);
  }

  private static boolean isRange(JsonNode value) {
    return value.get(0).asText().startsWith(">") && value.get(2).asText().startsWith("<");
  }

  private static double number(JsonNode value) {
    if (!value.isNumber() || Math.abs(value.asDouble()) > LARGEST) {
      throw bad("Value of numeric match must be a number between -5e9 and 5e9");
    }
    return value.asDouble();
  }

  private static Matcher block(String text) {
    var parts = text.split("/", 2);
    var network = address(parts[0]);
    int bits = parts.length == 2 && parts[1].matches("\\d{1,3}") ? Integer.parseInt(parts[1]) : -1;
    if (network.filter(n -> bits >= 0 && bits <= n.getAddress().length * 8).isEmpty()) {
      throw bad("Malformed CIDR: " + text);
    }
    return new Matcher.Block(network.get(), bits);
  }

  /** The address that {@code text} writes out. */
  static Optional<InetAddress> address(String text) {
    // Only what is an address already: a name would be looked up.
    if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      // No address after all: 1.2.3.999.
      return Optional.empty();
    }
  }

  private static Pattern wildcard(String text) {
    if (text.contains("**")) {
      throw bad("Consecutive wildcard characters at pos " + text.indexOf("**"));
    }
    var form = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        if (++i == text.length() || "*\\".indexOf(text.charAt(i)) < 0) {
          throw bad("Invalid escape character at pos " + (i - 1));
        }
        form.append(Pattern.quote(text.substring(i, i + 1)));
      } else {
        form.append(c == '*' ? ".*" : Pattern.quote(text.substring(i, i + 1)));
      }
    }
    return Pattern.compile(form.toString(), Pattern.DOTALL);
  }

  private static String text(JsonNode value, String what) {
    if (!value.isTextual()) {
      throw bad(what + " must be a string");
    }
    return value.asText();
  }

  private static IllegalArgumentException bad(String reason) {
    return new IllegalArgumentException(reason);
  }
}
