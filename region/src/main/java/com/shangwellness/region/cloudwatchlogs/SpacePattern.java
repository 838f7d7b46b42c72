package com.shangwellness.region.cloudwatchlogs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Conditions on the fields of a line that spaces divide: {@code [ip, user, ..., status = 4*, bytes
 * > 1000]}. What is in quotation marks or brackets is one field.
 *
 * @param before the fields up to the ellipsis, or all
 * @param after the fields behind the ellipsis
 * @param open whether there is an ellipsis, which stands for any number of fields
 */
record SpacePattern(List<Field> before, List<Field> after, boolean open) implements FilterPattern {

  private static final Pattern FIELD =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|\\[([^\\]]*)\\]|(\\S+)");

  /** One field: its name, and what must hold of it: one of these groups of comparisons. */
  record Field(String name, List<List<Comparison>> anyOfAll) {

    boolean matches(String value) {
      return anyOfAll.isEmpty()
          || anyOfAll.stream().anyMatch(all -> all.stream().allMatch(c -> c.matches(value)));
    }
  }

  static SpacePattern parse(String text) {
    var reader = new PatternReader(text);
    reader.expect("[");
    var before = new ArrayList<Field>();
    var after = new ArrayList<Field>();
    boolean open = false;
    do {
      if (reader.take("...")) {
        if (open) {
          throw reader.invalid();
        }
        open = true;
      } else {
        (open ? after : before).add(field(reader));
      }
    } while (reader.take(","));
    reader.expect("]");
    reader.end();
    return new SpacePattern(List.copyOf(before), List.copyOf(after), open);
  }

  private static Field field(PatternReader reader) {
    boolean parenthesis = reader.take("(");
    var name = name(reader);
    var any = new ArrayList<List<Comparison>>();
    if (isComparison(reader)) {
      var all = new ArrayList<>(List.of(comparison(reader)));
      any.add(all);
      while (true) {
        boolean or = reader.take("||");
        if (!or && !reader.take("&&")) {
          break;
        }
        if (!name(reader).equals(name)) {
          throw reader.invalid();
        }
        if (or) {
          all = new ArrayList<>();
          any.add(all);
        }
        all.add(comparison(reader));
      }
    }
    if (parenthesis) {
      reader.expect(")");
    }
    return new Field(name, any.stream().map(List::copyOf).toList());
  }

  private static String name(PatternReader reader) {
    return reader.run(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
  }

  private static boolean isComparison(PatternReader reader) {
    return "=!<>".indexOf(reader.peek()) >= 0 && reader.peek() != 0;
  }

  private static Comparison comparison(PatternReader reader) {
    return Comparison.read(reader, c -> !Character.isWhitespace(c) && ",]()&|\"%".indexOf(c) < 0);
  }

  @Override
  public boolean matches(LogLine line) {
    var fields = fields(line.text());
    int least = before.size() + after.size();
    if (open ? fields.size() < least : fields.size() != least) {
      return false;
    }
    return hold(before, fields)
        && hold(after, fields.subList(fields.size() - after.size(), fields.size()));
  }

  private static boolean hold(List<Field> wanted, List<String> values) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).matches(values.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> fields(String line) {
    var fields = new ArrayList<String>();
    var found = FIELD.matcher(line);
    while (found.find()) {
      var quoted = found.group(1) == null ? found.group(2) : found.group(1);
      fields.add(quoted == null ? found.group(3) : quoted);
    }
    return fields;
  }

  @Override
  public Optional<String> value(LogLine line, String selector) {
    return Optional.ofNullable(extracted(line).get(selector));
  }

  @Override
  public Map<String, String> extracted(LogLine line) {
    var values = new LinkedHashMap<String, String>();
    var fields = fields(line.text());
    name(before, fields, values);
    name(after, fields.subList(fields.size() - after.size(), fields.size()), values);
    return values;
  }

  private static void name(List<Field> named, List<String> values, Map<String, String> to) {
    for (int i = 0; i < named.size(); i++) {
      to.put("$" + named.get(i).name(), values.get(i));
    }
  }

  @Override
  public boolean knows(String selector) {
    return before.stream().anyMatch(field -> selector.equals("$" + field.name()))
        || after.stream().anyMatch(field -> selector.equals("$" + field.name()));
  }
}
