package com.shangwellness.region.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A state machine's definition in the Amazon States Language (states-language.net), with JSONPath.
 *
 * @param comment what it is for
 * @param startAt the first state's name
 * @param timeout how long an execution may take
 * @param states the states by name
 */
record Definition(
    Optional<String> comment,
    String startAt,
    Optional<Duration> timeout,
    Map<String, State> states) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> FIELDS =
      Set.of("Comment", "StartAt", "States", "TimeoutSeconds", "Version", "QueryLanguage");

  /**
   * Reads a definition.
   *
   * @throws IllegalArgumentException when it is none that can run here, as the service says it
   */
  static Definition parse(String text, SdkCalls calls) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("INVALID_JSON_DESCRIPTION: " + e.getOriginalMessage(), e);
    }
    if (!(json instanceof ObjectNode object)) {
      throw new IllegalArgumentException("INVALID_JSON_DESCRIPTION: a definition is a JSON object");
    }
    var fields = new Fields(object, "");
    fields.allow(FIELDS);
    fields.requireJsonPath();
    var states = new LinkedHashMap<String, State>();
    fields
        .object("States")
        .forEachEntry(
            (name, state) ->
                states.put(name, StateReader.read(new Fields(state, "/States/" + name), calls)));
    var definition =
        new Definition(
            fields.text("Comment"),
            fields.require("StartAt"),
            fields.seconds("TimeoutSeconds"),
            Collections.unmodifiableMap(states));
    definition.checkWays();
    return definition;
  }

  private void checkWays() {
    requireState(startAt, "/StartAt");
    states.forEach(
        (name, state) -> state.ways().forEach(next -> requireState(next, "/States/" + name)));
    var reached = new HashSet<String>();
    var open = new ArrayDeque<>(List.of(startAt));
    while (!open.isEmpty()) {
      var name = open.pop();
      if (reached.add(name)) {
        state(name).ways().forEach(open::push);
      }
    }
    for (var name : states.keySet()) {
      if (!reached.contains(name)) {
        throw Fields.refused(
            "MISSING_TRANSITION_TARGET", "State \"" + name + "\" is not reachable.", "/States");
      }
    }
  }

  private void requireState(String name, String where) {
    if (!states.containsKey(name)) {
      throw Fields.refused("MISSING_TRANSITION_TARGET", "Missing 'Next' target: " + name, where);
    }
  }

  /** The state that is called {@code name}. */
  State state(String name) {
    return Optional.ofNullable(states.get(name)).orElseThrow();
  }
}
