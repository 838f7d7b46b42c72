package com.shangwellness.region.cloudformation;

import com.shangwellness.region.cloudformation.ResourceRecord.State;
import com.shangwellness.region.cloudformation.Template.Definition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes designs of operations; templates that were read lately are at hand. */
final class Designs {

  private static final int AT_HAND = 16;

  private final Surroundings around;
  private final Stacks stacks;
  private final Schemas schemas;
  private final TemplateCheck check;
  private final Map<String, Template> templates =
      new LinkedHashMap<>(AT_HAND, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Template> eldest) {
          return size() > AT_HAND;
        }
      };

  Designs(Surroundings around, Stacks stacks, Schemas schemas, TemplateCheck check) {
    this.around = around;
    this.stacks = stacks;
    this.schemas = schemas;
    this.check = check;
  }

  /** The template that {@code text} is, checked. */
  Template template(String text) {
    var known = templates.get(text);
    if (known == null) {
      known = check.read(text);
      templates.put(text, known);
    }
    return known;
  }

  /** The design of {@code operation}, with the resources that it has dealt with. */
  Design underWay(StackRecord stack, StackRecord.Operation operation) {
    return design(
        stack,
        operation,
        name ->
            stacks
                .resource(stack.id(), name)
                .filter(r -> r.settledBy(operation.id()))
                .map(ResourceRecord::now));
  }

  /** The design of {@code operation}; {@code resources} says what of it is known. */
  Design design(
      StackRecord stack,
      StackRecord.Operation operation,
      Function<String, Optional<State>> resources) {
    var template = template(operation.template());
    var values = Parameters.values(template, operation.parameters());
    var scope = new StackScope(around, stacks, stack.stack(), template, values, resources);
    return new Design(scope, schemas, stack, operation.tags());
  }

  /** Whether {@code definition} says another DependsOn than the template in effect. */
  boolean isReordered(StackRecord stack, Definition definition) {
    if (stack.template().isEmpty()) {
      return false;
    }
    var last = template(stack.template()).resources().get(definition.name());
    return last != null && !Set.copyOf(last.dependsOn()).equals(Set.copyOf(definition.dependsOn()));
  }

  Schemas schemas() {
    return schemas;
  }
}
