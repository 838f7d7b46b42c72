package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What the functions of a template look things up in. An answer may be {@link Values#UNKNOWN}: not
 * known before the deployment.
 */
interface Scope {

  /** What {@code Ref} of a parameter, a pseudo parameter or a resource gives. */
  JsonNode ref(String name);

  /** What {@code Fn::GetAtt} gives. */
  JsonNode attribute(String resource, String attribute);

  /** The template's mappings and conditions. */
  Template template();

  /** The zones of {@code region}; of this region when it is empty. */
  List<String> zones(String region);

  /** What the stack that exports {@code name} exports. */
  JsonNode imported(String name);

  /** The output of another stack; {@code region} is empty for this region. */
  JsonNode stackOutput(String stack, String output, String region);
}
