package com.shangwellness.infra.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reads an environment's file. Every mistake in it is reported at once, a line each. */
public final class SettingsReader {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private SettingsReader() {}

  /**
   * Reads and checks {@code file}.
   *
   * @throws InvalidSettings with all mistakes, or with the reason why the file cannot be read
   */
  public static Settings read(Path file) {
    return read(file.toString(), text(file));
  }

  /** Reads and checks {@code yaml}, which messages call {@code file}. */
  static Settings read(String file, String yaml) {
    var mistakes = new Mistakes(file);
    var section = Section.top(tree(file, yaml), mistakes);
    var settings = Settings.from(section);
    section.close();
    if (!mistakes.lines().isEmpty()) {
      throw new InvalidSettings(mistakes.lines());
    }
    return settings;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable(file.toString(), "there is no such file");
    } catch (IOException e) {
      throw unreadable(file.toString(), e.toString());
    }
  }

  private static ObjectNode tree(String file, String yaml) {
    try {
      JsonNode tree = YAML.readTree(yaml);
      if (tree instanceof ObjectNode fields) {
        return fields;
      }
    } catch (JsonProcessingException e) {
      var where = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      throw unreadable(file, where + e.getOriginalMessage().lines().findFirst().orElse("no YAML"));
    }
    throw unreadable(file, "it must be a YAML mapping of field names to values");
  }

  private static InvalidSettings unreadable(String file, String why) {
    return new InvalidSettings(List.of(String.format(Locale.ROOT, "%s: %s", file, why)));
  }
}
