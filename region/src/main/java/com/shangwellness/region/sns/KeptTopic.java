package com.shangwellness.region.sns;

import java.util.HashMap;
import java.util.Map;

/**
 * A topic.
 *
 * @param arn its ARN
 * @param attributes those that were set, by AWS's names
 * @param tags its tags
 */
record KeptTopic(String arn, Map<String, String> attributes, Map<String, String> tags) {

  /** The attribute that is a topic's policy. */
  static final String POLICY = "Policy";

  String name() {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  KeptTopic withAttributes(Map<String, String> changed) {
    return new KeptTopic(arn, Map.copyOf(changed), tags);
  }

  KeptTopic withPolicy(String policy) {
    var changed = new HashMap<>(attributes);
    changed.put(POLICY, policy);
    return withAttributes(changed);
  }

  KeptTopic withTags(Map<String, String> changed) {
    return new KeptTopic(arn, attributes, Map.copyOf(changed));
  }
}
