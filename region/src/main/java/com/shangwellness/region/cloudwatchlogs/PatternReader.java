package com.shangwellness.region.cloudwatchlogs;

import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the text of a JSON or space-delimited pattern from left to right. */
final class PatternReader {

  /** What a regular expression may be made of: the guide's "Supported regular expressions". */
  private static final Pattern SUPPORTED =
      Pattern.compile("[A-Za-z0-9:_#=@/;,\\-^$?\\[\\]{}|\\\\*+.]+");

  /** "A limit of 2 regex for each filter pattern": the same page. */
  private static final int MOST_EXPRESSIONS = 2;

  private final String text;
  private int position;
  private int expressions;

  PatternReader(String text) {
    this.text = text;
  }

  private void skipBlanks() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  /** The next character that is no blank; 0 at the end. */
  char peek() {
    skipBlanks();
    return position < text.length() ? text.charAt(position) : 0;
  }

  /** Takes {@code token} if it is next. */
  boolean take(String token) {
    skipBlanks();
    if (!text.startsWith(token, position)) {
      return false;
    }
    position += token.length();
    return true;
  }

  /** Takes {@code word} if it is next, whatever its case, and no longer word begins with it. */
  boolean takeWord(String word) {
    skipBlanks();
    int end = position + word.length();
    if (!text.regionMatches(true, position, word, 0, word.length())
        || (end < text.length() && Character.isLetterOrDigit(text.charAt(end)))) {
      return false;
    }
    position = end;
    return true;
  }

  void expect(String token) {
    if (!take(token)) {
      throw invalid();
    }
  }

  void end() {
    if (peek() != 0) {
      throw invalid();
    }
  }

  /** The characters from here on for which {@code belongs} holds; at least one. */
  String run(IntPredicate belongs) {
    skipBlanks();
    int start = position;
    while (position < text.length() && belongs.test(text.charAt(position))) {
      position++;
    }
    if (start == position) {
      throw invalid();
    }
    return text.substring(start, position);
  }

  /** A text between quotation marks. */
  String quoted() {
    expect("\"");
    var value = new StringBuilder();
    while (position < text.length() && text.charAt(position) != '"') {
      if (text.charAt(position) == '\\' && position + 1 < text.length()) {
        position++;
      }
      value.append(text.charAt(position++));
    }
    position++;
    if (position > text.length()) {
      throw invalid();
    }
    return value.toString();
  }

  /** A regular expression between percent signs. */
  Pattern regex() {
    expect("%");
    int end = text.indexOf('%', position);
    if (end < 0 || ++expressions > MOST_EXPRESSIONS) {
      throw invalid();
    }
    var expression = text.substring(position, end);
    position = end + 1;
    if (!SUPPORTED.matcher(expression).matches()) {
      throw Groups.invalid("Invalid character(s) in regex pattern: " + expression);
    }
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw Groups.invalid("Invalid regex pattern: " + expression);
    }
  }

  RuntimeException invalid() {
    return Groups.invalid("Invalid filter pattern");
  }
}
