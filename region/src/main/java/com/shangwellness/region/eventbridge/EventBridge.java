package com.shangwellness.region.eventbridge;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeEventBusResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.TagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.TagResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternRequest;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternResponse;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceResponse;

/**
 * Amazon EventBridge (API reference, 2015-10-07): the default bus, its rules by pattern and by
 * schedule, and their targets, which hear of an event after the transaction in which it happened.
 */
public final class EventBridge implements EventBridgeClient, EventSink {

  private static final int PAGE = 100;

  /** What a rule invokes for a role; topics and log groups have policies of their own. */
  private static final Set<String> NEED_ROLE = Set.of("codepipeline", "states");

  private final Place place;
  private final Rules rules;
  private final EventBus bus;
  private final Invocations invocations;

  /**
   * EventBridge at {@code place}. What was on its way when the region stopped goes on.
   *
   * @param targets what rules may have as targets, by the service's name in ARNs
   */
  public EventBridge(
      Place place,
      Timeline timeline,
      Store store,
      Ids ids,
      Map<String, EventTarget> targets,
      MetricSink metrics) {
    this.place = place;
    var prefix = place.region() + "/events.";
    this.invocations =
        new Invocations(
            store.table(prefix + "invocations", Invocation.class), timeline, ids, targets, metrics);
    this.bus = new EventBus(place, timeline, ids, invocations);
    this.rules =
        new Rules(store.table(prefix + "rules", KeptRule.class), place, timeline, bus::scheduled);
    bus.use(rules);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** Nothing to close: what is on its way is kept. */
  @Override
  public void close() {}

  @Override
  public void emit(String source, String detailType, List<String> resources, String detail) {
    bus.emit(source, detailType, resources, detail);
  }

  @Override
  public PutRuleResponse putRule(PutRuleRequest request) {
    bus(request.eventBusName());
    return PutRuleResponse.builder().ruleArn(rules.put(request).rule().arn()).build();
  }

  @Override
  public DescribeRuleResponse describeRule(DescribeRuleRequest request) {
    bus(request.eventBusName());
    var rule = rules.get(request.name()).rule();
    return DescribeRuleResponse.builder()
        .name(rule.name())
        .arn(rule.arn())
        .eventPattern(rule.eventPattern())
        .scheduleExpression(rule.scheduleExpression())
        .state(rule.state())
        .description(rule.description())
        .roleArn(rule.roleArn())
        .eventBusName(rule.eventBusName())
        .createdBy(place.account())
        .build();
  }

  @Override
  public ListRulesResponse listRules(ListRulesRequest request) {
    bus(request.eventBusName());
    var prefix = Optional.ofNullable(request.namePrefix()).orElse("");
    var all =
        rules.all().stream()
            .map(KeptRule::rule)
            .filter(rule -> rule.name().startsWith(prefix))
            .toList();
    var page = page(all, request.nextToken(), request.limit(), Rule::name);
    return ListRulesResponse.builder().rules(page.items()).nextToken(page.nextOrNull()).build();
  }

  @Override
  public EnableRuleResponse enableRule(EnableRuleRequest request) {
    bus(request.eventBusName());
    rules.state(request.name(), RuleState.ENABLED);
    return EnableRuleResponse.builder().build();
  }

  @Override
  public DisableRuleResponse disableRule(DisableRuleRequest request) {
    bus(request.eventBusName());
    rules.state(request.name(), RuleState.DISABLED);
    return DisableRuleResponse.builder().build();
  }

  @Override
  public DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
    bus(request.eventBusName());
    rules.delete(request.name());
    return DeleteRuleResponse.builder().build();
  }

  /** {@inheritDoc} A target that this region cannot act on is refused. */
  @Override
  public PutTargetsResponse putTargets(PutTargetsRequest request) {
    bus(request.eventBusName());
    rules.get(request.rule());
    request.targets().forEach(this::check);
    rules.putTargets(request.rule(), request.targets());
    return PutTargetsResponse.builder().failedEntryCount(0).failedEntries(List.of()).build();
  }

  @Override
  public RemoveTargetsResponse removeTargets(RemoveTargetsRequest request) {
    bus(request.eventBusName());
    var failed =
        rules.removeTargets(request.rule(), request.ids()).stream()
            .map(
                id ->
                    RemoveTargetsResultEntry.builder()
                        .targetId(id)
                        .errorCode("ResourceNotFoundException")
                        .errorMessage("Target " + id + " does not exist on " + request.rule() + ".")
                        .build())
            .toList();
    return RemoveTargetsResponse.builder()
        .failedEntryCount(failed.size())
        .failedEntries(failed)
        .build();
  }

  @Override
  public ListTargetsByRuleResponse listTargetsByRule(ListTargetsByRuleRequest request) {
    bus(request.eventBusName());
    var page =
        page(rules.get(request.rule()).targets(), request.nextToken(), request.limit(), Target::id);
    return ListTargetsByRuleResponse.builder()
        .targets(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public ListRuleNamesByTargetResponse listRuleNamesByTarget(ListRuleNamesByTargetRequest request) {
    bus(request.eventBusName());
    var names =
        rules.all().stream()
            .filter(r -> r.targets().stream().anyMatch(t -> t.arn().equals(request.targetArn())))
            .map(KeptRule::name)
            .toList();
    var page = page(names, request.nextToken(), request.limit(), name -> name);
    return ListRuleNamesByTargetResponse.builder()
        .ruleNames(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public PutEventsResponse putEvents(PutEventsRequest request) {
    var results = request.entries().stream().map(bus::put).toList();
    int failed = (int) results.stream().filter(result -> result.errorCode() != null).count();
    return PutEventsResponse.builder().failedEntryCount(failed).entries(results).build();
  }

  @Override
  public TestEventPatternResponse testEventPattern(TestEventPatternRequest request) {
    return TestEventPatternResponse.builder()
        .result(EventBus.test(request.eventPattern(), request.event()))
        .build();
  }

  @Override
  public DescribeEventBusResponse describeEventBus(DescribeEventBusRequest request) {
    bus(request.name());
    return DescribeEventBusResponse.builder()
        .name("default")
        .arn(place.arn("events", "event-bus/default"))
        .build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    rules.tag(request.resourceARN(), request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    rules.untag(request.resourceARN(), request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    var tags =
        rules.tags(request.resourceARN()).entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    return ListTagsForResourceResponse.builder().tags(tags).build();
  }

  private void check(Target target) {
    if (!target.arn().startsWith("arn:") || target.arn().split(":", 6).length < 6) {
      throw Refusals.invalid(
          "Parameter "
              + target.arn()
              + " is not valid. Reason: Provided Arn is not in correct format.");
    }
    if (invocations.service(target.arn()).isEmpty()) {
      throw Refusals.invalid(
          "Parameter "
              + target.arn()
              + " is not valid. Reason: this region invokes targets of "
              + invocations.services()
              + " only.");
    }
    if (NEED_ROLE.contains(target.arn().split(":", 4)[2]) && target.roleArn() == null) {
      throw Refusals.invalid("RoleArn is required for target " + target.arn() + ".");
    }
    if (target.deadLetterConfig() != null) {
      throw Refusals.invalid(
          "DeadLetterConfig is not valid. Reason: this region has no queue for it.");
    }
    try {
      TargetInput.check(target);
    } catch (IllegalArgumentException e) {
      throw Refusals.invalid(e.getMessage());
    }
  }

  private void bus(String nameOrArn) {
    if (nameOrArn != null
        && !nameOrArn.equals("default")
        && !nameOrArn.equals(place.arn("events", "event-bus/default"))) {
      throw Refusals.missing("Event bus " + nameOrArn + " does not exist.");
    }
  }

  private static <T> Page<T> page(
      List<T> all, String token, Integer limit, Function<T, String> key) {
    try {
      return Page.of(all, token, Optional.ofNullable(limit).orElse(PAGE), key);
    } catch (IllegalArgumentException e) {
      throw Refusals.invalid("Parameter NextToken is not valid.");
    }
  }
}
