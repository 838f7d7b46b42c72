package com.shangwellness.region.eventbridge;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * A rule.
 *
 * @param rule as ListRules gives it
 * @param targets what it invokes
 * @param tags its tags
 * @param due when its schedule runs next; {@link Instant#MAX} for never
 */
record KeptRule(Rule rule, List<Target> targets, Map<String, String> tags, Instant due) {

  String name() {
    return rule.name();
  }

  boolean isEnabled() {
    return rule.state() != RuleState.DISABLED;
  }

  KeptRule with(Rule changed) {
    return new KeptRule(changed, targets, tags, due);
  }

  KeptRule withTargets(List<Target> changed) {
    return new KeptRule(rule, List.copyOf(changed), tags, due);
  }

  KeptRule withTags(Map<String, String> changed) {
    return new KeptRule(rule, targets, Map.copyOf(changed), due);
  }

  KeptRule dueAt(Instant time) {
    return new KeptRule(rule, targets, tags, time);
  }
}
