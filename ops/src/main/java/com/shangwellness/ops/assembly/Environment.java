package com.shangwellness.ops.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.shangwellness.ops.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The few settings that ops needs before there are templates: it starts the region while the
 * templates are being written. Everything else in the file is for infra to read and to judge.
 *
 * @param file the settings
 * @param name project and environment, such as {@code shangwellness-prod}: every stack's name
 *     begins with it
 * @param place the account and region that they name
 */
public record Environment(Path file, String name, Place place) {
  private static final String WORD = "[a-z][a-z0-9-]*";

  /**
   * Reads {@code project}, {@code environment}, {@code account} and {@code region}.
   *
   * @param judge tells all that is wrong with a file of settings, by a failure of its own; asked
   *     when one of the four is wrong, because it is seldom alone
   * @throws Failure if the file or one of the four is missing or malformed
   */
  public static Environment read(Path file, Consumer<Path> judge) {
    if (!Files.isRegularFile(file)) {
      throw Failure.wrongSettings(file + " is no file; name another with --environment FILE");
    }
    try {
      return read(file);
    } catch (Failure wrong) {
      judge.accept(file);
      throw wrong;
    }
  }

  private static Environment read(Path file) {
    try {
      var settings = new YAMLMapper().readTree(file.toFile());
      return new Environment(
          file,
          required(file, settings, "project", WORD, "a word in small letters")
              + "-"
              + required(file, settings, "environment", WORD, "a word in small letters"),
          new Place(
              required(file, settings, "account", "\\d{12}", "twelve digits, in quotes"),
              required(file, settings, "region", "[a-z]{2}(-[a-z]+)+-\\d", "as in ap-south-1")));
    } catch (IOException e) {
      throw Failure.wrongSettings(file + " is no valid YAML: " + e.getMessage());
    }
  }

  /** Whether {@code assembly} was written for this environment, and not for another. */
  public boolean isOf(CloudAssembly assembly) {
    return assembly.stackNames().stream().allMatch(this::couldOwn);
  }

  /**
   * Whether {@code stack} has a name that this environment's stacks have. Somebody else's may have
   * one, too: which are ours, only the templates say.
   */
  public boolean couldOwn(String stack) {
    return stack.startsWith(name + "-");
  }

  private static String required(
      Path file, JsonNode settings, String field, String pattern, String allowed) {
    var value = settings.path(field).asText("");
    if (!value.matches(pattern)) {
      throw Failure.wrongSettings(
          file
              + ": "
              + field
              + " is "
              + (value.isEmpty() ? "missing" : value)
              + "; it must be "
              + allowed);
    }
    return value;
  }
}
