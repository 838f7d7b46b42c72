package com.shangwellness.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A production that tests synthesize: what holds for all of ours is asked of each of them.
 *
 * @param name what people call it
 * @param environment what its names have in them
 * @param templates of all its stacks
 */
record Variant(String name, String environment, List<Template> templates) {

  /** As shipped, small, with everything switched on, and with the source in a repository. */
  static List<Variant> all() {
    return List.of(
        new Variant("prod", "prod", Synthesized.templates()),
        new Variant("staging", "staging", Synthesized.stagingTemplates()),
        new Variant("complete", "prod", Complete.templates()),
        new Variant("git", "prod", git()));
  }

  /** The properties of all resources of a type, in all stacks. */
  List<JsonNode> all(String type) {
    return templates.stream().flatMap(t -> t.allProperties(type).stream()).toList();
  }

  /** One environment's names as those of any. */
  String withoutEnvironment(String text) {
    return text.replace("shangwellness-" + environment, "shangwellness-ENV")
        .replace("/" + environment + "/", "/ENV/");
  }

  @Override
  public String toString() {
    return name;
  }

  private static List<Template> git() {
    var otherwise = SystemParts.otherwise();
    return Synthesized.production().stacks().stream()
        .map(stack -> stack.getStackName().replace("shangwellness-prod-", ""))
        .map(otherwise::template)
        .toList();
  }
}
