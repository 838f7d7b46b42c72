package com.shangwellness.ops.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The task definition's file, with {@code ${NAME}} for each value that only a deployment knows.
 *
 * <p>It needs nothing but the JDK, so that the build runs this very source: {@code java
 * TaskDefinitionTemplate.java FROM TO NAME…} fills in the environment variables of those names.
 */
public final class TaskDefinitionTemplate {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z0-9_]+)}");

  /** Host names and ARNs: nothing that JSON would have to escape. */
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9.:/_!+=@-]+");

  private final String text;

  /** A template that reads {@code text}. */
  public TaskDefinitionTemplate(String text) {
    this.text = text;
  }

  /**
   * The task definition with every placeholder filled in.
   *
   * @throws IllegalArgumentException if a value is missing, left over or malformed
   */
  public String fill(Map<String, String> values) {
    var wanted = new TreeSet<String>();
    PLACEHOLDER.matcher(text).results().forEach(found -> wanted.add(found.group(1)));
    if (!wanted.equals(new TreeSet<>(values.keySet()))) {
      throw new IllegalArgumentException(
          "The task definition leaves open "
              + wanted
              + ", and the values are for "
              + values.keySet());
    }
    values.forEach(TaskDefinitionTemplate::check);
    return PLACEHOLDER.matcher(text).replaceAll(found -> values.get(found.group(1)));
  }

  /** Fills {@code FROM} in by environment variables and writes it to {@code TO}. */
  public static void main(String[] arguments) throws IOException {
    var names = List.of(arguments).subList(2, arguments.length);
    var values = new TreeMap<String, String>();
    names.forEach(name -> values.put(name, System.getenv().getOrDefault(name, "")));
    var template = new TaskDefinitionTemplate(Files.readString(Path.of(arguments[0])));
    Files.writeString(Path.of(arguments[1]), template.fill(values));
  }

  private static void check(String name, String value) {
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          name + " is \"" + value + "\"; it must be a host name or an ARN");
    }
  }
}
