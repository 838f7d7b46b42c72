package com.shangwellness.region.cloudwatchlogs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Terms of a line of text; case matters. {@code ?terms} count only where there is nothing else:
 * beside others AWS ignores them (CloudWatch Logs guide, "Filter pattern syntax", note).
 *
 * @param all those that must be there
 * @param none those that must not
 * @param any those of which one must be
 */
record TermPattern(List<String> all, List<String> none, List<String> any) implements FilterPattern {

  private static final Pattern TERM =
      Pattern.compile("\\s*([-?]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s\"]+))");

  static TermPattern parse(String text) {
    var all = new ArrayList<String>();
    var none = new ArrayList<String>();
    var any = new ArrayList<String>();
    var scanner = TERM.matcher(text);
    int position = 0;
    while (position < text.length() && scanner.find(position) && scanner.start() == position) {
      var quoted = scanner.group(2);
      var term = quoted == null ? scanner.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      switch (scanner.group(1)) {
        case "-" -> none.add(term);
        case "?" -> any.add(term);
        default -> all.add(term);
      }
      position = scanner.end();
    }
    if (!text.substring(position).isBlank()) {
      throw Groups.invalid("Invalid filter pattern");
    }
    return new TermPattern(List.copyOf(all), List.copyOf(none), List.copyOf(any));
  }

  @Override
  public boolean matches(LogLine line) {
    var text = line.text();
    if (all.isEmpty() && none.isEmpty()) {
      return any.stream().anyMatch(text::contains);
    }
    return all.stream().allMatch(text::contains) && none.stream().noneMatch(text::contains);
  }
}
