package com.shangwellness.region.elasticloadbalancingv2;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PriorityInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;

/** The rules of listeners besides the default ones. */
final class Rules {

  private final Ids ids;
  private final Inventory inventory;
  private final Tagging tagging;
  private final RuleActions actions;
  private final Wiring wiring;

  Rules(Ids ids, Inventory inventory, Tagging tagging, RuleActions actions, Wiring wiring) {
    this.ids = ids;
    this.inventory = inventory;
    this.tagging = tagging;
    this.actions = actions;
    this.wiring = wiring;
  }

  Rule create(CreateRuleRequest request) {
    var listener = inventory.listener(request.listenerArn());
    Tagging.check(request.tags());
    refuseTransforms(request.hasTransforms());
    var priority = checkedPriority(request.priority());
    boolean taken =
        inventory.rulesOf(listener.listenerArn()).stream()
            .anyMatch(rule -> rule.priority().equals(priority));
    if (taken) {
      throw inUse(priority);
    }
    var arn = Inventory.rulePrefix(listener.listenerArn()) + ids.hex(16);
    var rule =
        Rule.builder()
            .ruleArn(arn)
            .priority(priority)
            .conditions(RuleConditions.checked(request.conditions()))
            .actions(actions.checked(request.actions(), listener.loadBalancerArn()))
            .isDefault(false)
            .build();
    inventory.rules.put(arn, rule);
    tagging.add(List.of(arn), request.tags());
    wiring.changed();
    return rule;
  }

  private static void refuseTransforms(boolean any) {
    if (any) {
      throw Refusals.notHere("transforms of rules");
    }
  }

  private static String checkedPriority(Integer priority) {
    if (priority == null || priority < 1 || priority > 50_000) {
      throw Refusals.validation("Rule priority '" + priority + "' must be between '1' and '50000'");
    }
    return String.valueOf(priority);
  }

  private static RuntimeException inUse(String priority) {
    return AwsErrors.of(
        PriorityInUseException.builder(), "Priority '" + priority + "' is currently in use");
  }

  Rule modify(ModifyRuleRequest request) {
    var before = inventory.rule(request.ruleArn());
    if (before.isDefault()) {
      throw Refusals.notPermitted("Default rule '" + before.ruleArn() + "' cannot be modified");
    }
    refuseTransforms(request.hasTransforms());
    if (!request.hasConditions() && !request.hasActions()) {
      throw Refusals.validation("Either conditions or actions must be specified");
    }
    var listener = inventory.listener(Inventory.listenerOf(before.ruleArn()));
    var after =
        before.toBuilder()
            .conditions(
                request.hasConditions()
                    ? RuleConditions.checked(request.conditions())
                    : before.conditions())
            .actions(
                request.hasActions()
                    ? actions.checked(request.actions(), listener.loadBalancerArn())
                    : before.actions())
            .build();
    inventory.rules.put(after.ruleArn(), after);
    wiring.changed();
    return after;
  }

  void delete(String arn) {
    var rule = inventory.rule(arn);
    if (rule.isDefault()) {
      throw Refusals.notPermitted("Default rule '" + arn + "' cannot be deleted");
    }
    inventory.rules.remove(arn);
    inventory.tags.remove(arn);
    wiring.changed();
  }

  List<Rule> describe(DescribeRulesRequest request) {
    if (request.hasRuleArns() == (request.listenerArn() != null)) {
      throw Refusals.validation(
          "You must specify either a listener ARN or rule ARNs, and not both");
    }
    return request.hasRuleArns()
        ? request.ruleArns().stream()
            .map(arn -> inventory.rules.get(arn).orElseThrow(Rules::noneSuch))
            .toList()
        : inventory.rulesOf(inventory.listener(request.listenerArn()).listenerArn());
  }

  private static RuntimeException noneSuch() {
    return AwsErrors.of(RuleNotFoundException.builder(), "One or more rules not found");
  }

  /** Gives rules other priorities, all at once: two may change places. */
  List<Rule> setPriorities(List<RulePriorityPair> pairs) {
    if (pairs.isEmpty()) {
      throw Refusals.validation("At least one rule priority must be specified");
    }
    var wanted = new HashMap<String, String>();
    for (var pair : pairs) {
      var rule = inventory.rule(pair.ruleArn());
      if (rule.isDefault()) {
        throw Refusals.notPermitted(
            "The priority of default rule '" + rule.ruleArn() + "' cannot be changed");
      }
      wanted.put(rule.ruleArn(), checkedPriority(pair.priority()));
    }
    requireDistinct(wanted);
    var changed =
        pairs.stream()
            .map(pair -> inventory.rule(pair.ruleArn()))
            .map(rule -> rule.toBuilder().priority(wanted.get(rule.ruleArn())).build())
            .toList();
    changed.forEach(rule -> inventory.rules.put(rule.ruleArn(), rule));
    wiring.changed();
    return changed;
  }

  private void requireDistinct(Map<String, String> wanted) {
    var listener = Inventory.listenerOf(wanted.keySet().iterator().next());
    if (wanted.keySet().stream().anyMatch(arn -> !Inventory.listenerOf(arn).equals(listener))) {
      throw Refusals.validation("All rules must belong to the same listener");
    }
    var seen = new HashSet<String>();
    for (var rule : inventory.rulesOf(listener)) {
      var priority = wanted.getOrDefault(rule.ruleArn(), rule.priority());
      if (!seen.add(priority)) {
        throw inUse(priority);
      }
    }
  }
}
