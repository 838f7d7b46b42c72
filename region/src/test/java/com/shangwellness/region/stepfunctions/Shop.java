package com.shangwellness.region.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.ThrottlingException;

/** A service {@code shop} with an operation {@code buy}, whose answers a test lays out. */
final class Shop implements SdkCalls {

  private static final JsonMapper JSON = new JsonMapper();

  /** What it was asked. */
  final List<String> asked = new ArrayList<>();

  private final Deque<Optional<String>> answers = new ArrayDeque<>();

  /** The next answer. */
  void answers(String json) {
    answers.add(Optional.of(json));
  }

  /** The next call is refused. */
  void refuses() {
    answers.add(Optional.empty());
  }

  @Override
  public Optional<String> find(String name, String operation) {
    return name.equals("shop") && operation.equals("buy") ? Optional.of("Shop") : Optional.empty();
  }

  @Override
  public void check(String name, String operation, ObjectNode parameters) {
    if (parameters.has("Nothing")) {
      throw new IllegalArgumentException("The field 'Nothing' is not supported");
    }
  }

  @Override
  public JsonNode call(String name, String operation, ObjectNode parameters) {
    asked.add(parameters.toString());
    if (parameters.has("Breaks")) {
      throw new IllegalStateException("a bug");
    }
    var answer = answers.isEmpty() ? Optional.of("{}") : answers.pop();
    try {
      return JSON.readTree(
          answer.orElseThrow(() -> ThrottlingException.builder().message("too many").build()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
