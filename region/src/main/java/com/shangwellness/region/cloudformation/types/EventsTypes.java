package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.Properties;
import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** The resource types of Amazon EventBridge. */
public final class EventsTypes {

  private EventsTypes() {}

  /** The types, acting through {@code events}. */
  public static ResourceTypes types(EventBridgeClient events) {
    return ResourceTypes.of(
        type("AWS::Events::Rule")
            .create(PutRuleRequest::builder, events::putRule)
            .named("Name", 64)
            .refWith((rule, created) -> rule.properties().text("Name").orElse(rule.id()))
            .attribute("Arn", created -> created.ruleArn())
            .update(
                PutRuleRequest::builder,
                (request, rule) -> request.name(rule.id()).tags((List<Tag>) null),
                events::putRule)
            .setting("Targets", rule -> putTargets(events, rule))
            .onChange("Tags", change -> retag(events, change))
            .delete(
                name -> {
                  var targets = targetsOf(events, name);
                  removeTargets(events, name, targets);
                  events.deleteRule(r -> r.name(name));
                }));
  }

  private static void putTargets(EventBridgeClient events, Resource rule) {
    var wanted = rule.properties().objects("Targets").stream().map(EventsTypes::target).toList();
    var gone =
        targetsOf(events, rule.id()).stream()
            .filter(id -> wanted.stream().noneMatch(target -> target.id().equals(id)))
            .toList();
    removeTargets(events, rule.id(), gone);
    if (!wanted.isEmpty()) {
      events.putTargets(r -> r.rule(rule.id()).targets(wanted));
    }
  }

  private static Target target(Properties properties) {
    return properties.fill(Target.builder()).build();
  }

  private static List<String> targetsOf(EventBridgeClient events, String rule) {
    return events.listTargetsByRule(r -> r.rule(rule)).targets().stream().map(Target::id).toList();
  }

  private static void removeTargets(EventBridgeClient events, String rule, List<String> ids) {
    if (!ids.isEmpty()) {
      events.removeTargets(r -> r.rule(rule).ids(ids));
    }
  }

  private static void retag(EventBridgeClient events, Update change) {
    var arn = events.describeRule(r -> r.name(change.id())).arn();
    change.retag(
        gone -> events.untagResource(r -> r.resourceARN(arn).tagKeys(gone)),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags -> events.tagResource(r -> r.resourceARN(arn).tags(tags)));
  }
}
