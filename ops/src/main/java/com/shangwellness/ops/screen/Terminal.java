package com.shangwellness.ops.screen;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command prints.
 *
 * @param out standard output
 * @param live whether a person watches: lines may be drawn over
 * @param colours whether colours are wanted
 * @param width columns
 */
public record Terminal(PrintStream out, boolean live, boolean colours, int width) {
  private static final int USUAL_WIDTH = 100;

  /**
   * The terminal that the launcher found.
   *
   * @param properties {@code shang.terminal} is {@code true} if standard output is one, {@code
   *     shang.columns} its width
   * @param environment {@code NO_COLOR} (no-color.org) and {@code TERM=dumb} are respected
   */
  public static Terminal of(
      PrintStream out, Map<?, ?> properties, Map<String, String> environment) {
    var dumb = "dumb".equals(environment.get("TERM"));
    var live = "true".equals(properties.get("shang.terminal")) && !dumb;
    var noColour = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(out, live, live && !noColour, width(properties.get("shang.columns")));
  }

  private static int width(Object columns) {
    return columns instanceof String text && text.matches("[1-9]\\d{1,3}")
        ? Integer.parseInt(text)
        : USUAL_WIDTH;
  }

  /** {@code text} in bold. */
  public String bold(String text) {
    return coded("1", text);
  }

  /** {@code text} set back. */
  public String dim(String text) {
    return coded("2", text);
  }

  /** {@code text} as good news. */
  public String good(String text) {
    return coded("32", text);
  }

  /** {@code text} as bad news. */
  public String bad(String text) {
    return coded("31", text);
  }

  /** {@code text} as something to look at. */
  public String warn(String text) {
    return coded("33", text);
  }

  private String coded(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
