package com.shangwellness.infra.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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
    if (Files.isDirectory(file)) {
      throw unreadable(file.toString(), "it must be a file, and is a folder");
    }
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable(file.toString(), "there is no such file");
    } catch (CharacterCodingException e) {
      throw unreadable(file.toString(), "it must be text in UTF-8");
    } catch (IOException e) {
      throw unreadable(file.toString(), "it cannot be read: " + e);
    }
  }

  private static ObjectNode tree(String file, String yaml) {
    try (var parser = YAML.createParser(yaml)) {
      JsonNode tree = YAML.readTree(parser);
      if (tree instanceof ObjectNode fields && parser.nextToken() == null) {
        return fields;
      }
    } catch (JsonProcessingException e) {
      var where = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      throw unreadable(file, where + problem(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw unreadable(file, "it must be a single YAML mapping of field names to values");
  }

  /** What the parser found, on one line: without the excerpts from the file, which are indented. */
  private static String problem(JsonProcessingException e) {
    return e.getOriginalMessage()
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith(" "))
        .collect(Collectors.joining(": "));
  }

  private static InvalidSettings unreadable(String file, String why) {
    return new InvalidSettings(List.of(String.format(Locale.ROOT, "%s: %s", file, why)));
  }
}
