package com.shangwellness.region.cloudwatchlogs;

import com.shangwellness.region.codec.AwsErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatchlogs.model.MalformedQueryException;

/** Reads the words of a query from left to right. */
final class QueryReader {

  private static final Pattern WORD =
      Pattern.compile(
          "\\s+|#[^\\n]*|(?<quoted>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
              + "|(?<regex>(?<=like\\s{1,9}|=~\\s{0,9})/(?:[^/\\\\]|\\\\.)+/)"
              + "|(?<name>`[^`]+`|@?[A-Za-z_][A-Za-z0-9_.@]*)"
              + "|(?<number>\\d+(?:\\.\\d+)?)"
              + "|(?<sign>=~|!=|<=|>=|[-=<>+*/%|,()\\[\\]])");

  /** The kinds of words. */
  enum Kind {
    QUOTED,
    REGEX,
    NAME,
    NUMBER,
    SIGN,
    END
  }

  /** One word. */
  record Word(Kind kind, String text) {}

  private final List<Word> words = new ArrayList<>();
  private int position;

  QueryReader(String query) {
    var found = WORD.matcher(query);
    int at = 0;
    while (at < query.length()) {
      if (!found.find(at) || found.start() != at) {
        throw malformed("unexpected symbol found " + query.charAt(at) + " at position " + at);
      }
      at = found.end();
      for (var kind : List.of(Kind.QUOTED, Kind.REGEX, Kind.NAME, Kind.NUMBER, Kind.SIGN)) {
        var text = found.group(kind.name().toLowerCase(java.util.Locale.ROOT));
        if (text != null) {
          words.add(new Word(kind, text));
        }
      }
    }
  }

  int position() {
    return position;
  }

  /** The words since {@code begin}, as Insights names a column that has no other name. */
  String since(int begin) {
    var text = new StringBuilder();
    words.subList(begin, position).forEach(word -> text.append(word.text().replace("`", "")));
    return text.toString();
  }

  Word peek() {
    return position < words.size() ? words.get(position) : new Word(Kind.END, "end of query");
  }

  Word next() {
    var word = peek();
    position++;
    return word;
  }

  /** Takes {@code text} if it is next, whatever its case. */
  boolean take(String text) {
    boolean there =
        peek().text().equalsIgnoreCase(text)
            && peek().kind() != Kind.QUOTED
            && peek().kind() != Kind.END;
    if (there) {
      position++;
    }
    return there;
  }

  void expect(String text) {
    if (!take(text)) {
      throw unexpected();
    }
  }

  /** The next word, which must be of this kind; without its quotation marks. */
  String expect(Kind kind) {
    if (peek().kind() != kind) {
      throw unexpected();
    }
    var text = next().text();
    return switch (kind) {
      case QUOTED -> text.substring(1, text.length() - 1).replaceAll("\\\\([\"'\\\\])", "$1");
      case REGEX -> text.substring(1, text.length() - 1).replace("\\/", "/");
      case NAME -> text.replace("`", "");
      default -> text;
    };
  }

  boolean isAtEnd() {
    return peek().kind() == Kind.END;
  }

  RuntimeException unexpected() {
    return malformed("unexpected symbol found " + peek().text());
  }

  static RuntimeException malformed(String what) {
    return AwsErrors.of(MalformedQueryException.builder(), what);
  }
}
