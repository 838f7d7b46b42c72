package com.shangwellness.region.eventbridge;

import com.shangwellness.region.patterns.ContentPattern;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** The rules of the default bus, with their targets and schedules. */
final class Rules {

  /** EventBridge quotas: rules of a bus, targets of a rule. */
  private static final int MOST_RULES = 300;

  private static final int MOST_TARGETS = 5;

  private final Table<KeptRule> rules;
  private final Place place;
  private final Timeline timeline;
  private final Consumer<KeptRule> onSchedule;

  // Read from the rules; nothing that must survive.
  private final Map<String, ContentPattern> patterns = new HashMap<>();

  /** Rules whose schedules are told to {@code onSchedule}. */
  Rules(Table<KeptRule> rules, Place place, Timeline timeline, Consumer<KeptRule> onSchedule) {
    this.rules = rules;
    this.place = place;
    this.timeline = timeline;
    this.onSchedule = onSchedule;
    rules.values().forEach(this::arm);
  }

  KeptRule put(PutRuleRequest request) {
    var name = request.name() == null ? "" : request.name();
    if (!name.matches("[.\\-_A-Za-z0-9]{1,64}")) {
      throw Refusals.invalid(
          "1 validation error detected: Value '"
              + name
              + "' at 'name' failed to satisfy constraint: Member must satisfy regular expression"
              + " pattern: [\\.\\-_A-Za-z0-9]+");
    }
    if (request.eventPattern() == null && request.scheduleExpression() == null) {
      throw Refusals.invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }
    if (request.eventPattern() != null) {
      pattern(request.eventPattern());
    }
    if (request.scheduleExpression() != null) {
      schedule(request.scheduleExpression());
    }
    var before = rules.get(name);
    if (before.isEmpty() && rules.size() >= MOST_RULES) {
      throw Refusals.tooMany();
    }
    var rule =
        Rule.builder()
            .name(name)
            .arn(place.arn("events", "rule/" + name))
            .eventPattern(request.eventPattern())
            .scheduleExpression(request.scheduleExpression())
            .state(Optional.ofNullable(request.state()).orElse(RuleState.ENABLED))
            .description(request.description())
            .roleArn(request.roleArn())
            .eventBusName("default")
            .build();
    // Tags of a rule that exists are not changed: API reference, PutRule.
    var tags = new TreeMap<String, String>();
    request.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    return keep(
        new KeptRule(
            rule,
            before.map(KeptRule::targets).orElse(List.of()),
            before.map(KeptRule::tags).orElse(Map.copyOf(tags)),
            Instant.MAX));
  }

  // With its next time.
  private KeptRule keep(KeptRule rule) {
    var next =
        Optional.ofNullable(rule.rule().scheduleExpression())
            .filter(expression -> rule.isEnabled())
            .flatMap(expression -> schedule(expression).next(timeline.now()));
    var kept = rules.put(rule.name(), rule.dueAt(next.orElse(Instant.MAX)));
    arm(kept);
    return kept;
  }

  private void arm(KeptRule rule) {
    if (rule.due().equals(Instant.MAX)) {
      return;
    }
    timeline.at(
        rule.due(),
        "events: the schedule of " + rule.name(),
        () ->
            rules
                .get(rule.name())
                .filter(now -> now.due().equals(rule.due()))
                .ifPresent(
                    now -> {
                      keep(now);
                      onSchedule.accept(now);
                    }));
  }

  private static Schedule schedule(String expression) {
    try {
      return Schedule.parse(expression);
    } catch (IllegalArgumentException e) {
      throw Refusals.invalid(
          "Parameter ScheduleExpression is not valid. Reason: " + e.getMessage() + ".");
    }
  }

  private ContentPattern pattern(String text) {
    try {
      return patterns.computeIfAbsent(text, ContentPattern::parse);
    } catch (IllegalArgumentException e) {
      throw Refusals.pattern(e.getMessage());
    }
  }

  /** The enabled rules whose pattern {@code event} matches. */
  List<KeptRule> matching(com.fasterxml.jackson.databind.JsonNode event) {
    return rules.stream()
        .filter(rule -> rule.isEnabled() && rule.rule().eventPattern() != null)
        .filter(rule -> pattern(rule.rule().eventPattern()).matches(event))
        .toList();
  }

  KeptRule get(String name) {
    return rules
        .get(name)
        .orElseThrow(
            () -> Refusals.missing("Rule " + name + " does not exist on EventBus default."));
  }

  List<KeptRule> all() {
    return rules.values();
  }

  void state(String name, RuleState state) {
    var rule = get(name);
    keep(rule.with(rule.rule().toBuilder().state(state).build()));
  }

  void delete(String name) {
    if (rules.get(name).filter(rule -> !rule.targets().isEmpty()).isPresent()) {
      throw Refusals.invalid("Rule can't be deleted since it has targets.");
    }
    rules.remove(name);
  }

  void putTargets(String name, List<Target> targets) {
    var rule = get(name);
    var all = new TreeMap<String, Target>();
    rule.targets().forEach(target -> all.put(target.id(), target));
    targets.forEach(target -> all.put(target.id(), target));
    if (all.size() > MOST_TARGETS) {
      throw Refusals.tooMany();
    }
    rules.put(name, rule.withTargets(List.copyOf(all.values())));
  }

  /** Takes targets away, and gives the ids that there are none of. */
  List<String> removeTargets(String name, List<String> ids) {
    var rule = get(name);
    var missing = new ArrayList<>(ids);
    missing.removeAll(rule.targets().stream().map(Target::id).toList());
    rules.put(
        name,
        rule.withTargets(rule.targets().stream().filter(t -> !ids.contains(t.id())).toList()));
    return missing;
  }

  private KeptRule tagged(String arn) {
    return rules.stream()
        .filter(rule -> rule.rule().arn().equals(arn))
        .findFirst()
        .orElseThrow(
            () -> Refusals.missing("Rule " + arn + " does not exist on EventBus default."));
  }

  Map<String, String> tags(String arn) {
    return new TreeMap<>(tagged(arn).tags());
  }

  void tag(String arn, List<Tag> tags) {
    var rule = tagged(arn);
    var changed = new HashMap<>(rule.tags());
    tags.forEach(tag -> changed.put(tag.key(), tag.value()));
    rules.put(rule.name(), rule.withTags(changed));
  }

  void untag(String arn, List<String> keys) {
    var rule = tagged(arn);
    var changed = new HashMap<>(rule.tags());
    changed.keySet().removeAll(keys);
    rules.put(rule.name(), rule.withTags(changed));
  }
}
