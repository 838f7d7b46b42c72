package com.shangwellness.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.shangwellness.infra.CompleteFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of settings that is good, to be made worse.
 *
 * @param environment whose
 * @param fields all of it
 */
record EnvironmentFile(String environment, ObjectNode fields) {
  private static final YAMLMapper MAPPER = new YAMLMapper();
  private static final Path FOLDER = Path.of("../environments");

  /** Those that are shipped, and one with all that can be added. */
  static Stream<EnvironmentFile> all() {
    try {
      return Stream.of(
          of("prod", Files.readString(FOLDER.resolve("prod.yaml"))),
          of("staging", Files.readString(FOLDER.resolve("staging.yaml"))),
          of("production with a domain", CompleteFile.yaml()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EnvironmentFile of(String environment, String text) {
    return new EnvironmentFile(environment, (ObjectNode) yaml(text));
  }

  static JsonNode yaml(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with {@code value} at {@code name}, a way as in {@code network.cidr}. */
  EnvironmentFile with(String name, JsonNode value) {
    var changed = fields.deepCopy();
    section(changed, name).set(last(name), value);
    return new EnvironmentFile(environment, changed);
  }

  EnvironmentFile without(String name) {
    var changed = fields.deepCopy();
    section(changed, name).remove(last(name));
    return new EnvironmentFile(environment, changed);
  }

  JsonNode at(String name) {
    return fields.at("/" + name.replace('.', '/'));
  }

  /** What is said of it, which is called {@code env.yaml}: nothing when it is good. */
  List<String> complaints() {
    try {
      var text = MAPPER.writeValueAsString(fields);
      var thrown =
          catchThrowableOfType(InvalidSettings.class, () -> SettingsReader.read("env.yaml", text));
      return thrown == null ? List.of() : thrown.mistakes();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is said of it, which must be something. */
  List<String> mistakes() {
    var mistakes = complaints();
    assertThat(mistakes).as("that it was refused:%n%s", fields).isNotEmpty();
    return mistakes;
  }

  @Override
  public String toString() {
    return environment;
  }

  private static ObjectNode section(ObjectNode of, String name) {
    return name.contains(".")
        ? (ObjectNode) of.at("/" + name.substring(0, name.lastIndexOf('.')).replace('.', '/'))
        : of;
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
