package com.shangwellness.region.elasticloadbalancingv2;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.network.Names;
import com.shangwellness.region.network.Ports;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import com.shangwellness.region.traffic.Serving;
import com.shangwellness.region.traffic.TrafficPlane;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/**
 * Elastic Load Balancing: Application Load Balancers, their listeners and rules, target groups and
 * the health of their targets.
 *
 * <p>Each listener is served at the loopback addresses of its load balancer's network interfaces;
 * those of the first internet-facing load balancer at 127.0.0.1 as well.
 */
public final class ElasticLoadBalancingV2 implements ElasticLoadBalancingV2Client {

  private final Inventory inventory;
  private final Tagging tagging;
  private final LoadBalancers loadBalancers;
  private final Listeners listeners;
  private final Rules rules;
  private final TargetGroups groups;
  private final Targets targets;
  private final HealthChecks checks;
  private final Wiring wiring;
  private final Function<MetricSink, BalancerMetrics> metrics;

  /**
   * The service of one region. What {@code store} has of it is served again once the timeline runs.
   *
   * @param published at which ports of 127.0.0.1 the first internet-facing load balancer's
   *     listeners are served in addition, for example {80: 8080, 443: 8443}
   */
  public ElasticLoadBalancingV2(
      Place place,
      Timeline timeline,
      Store store,
      Ids ids,
      Ec2Client ec2,
      Names names,
      TrafficPlane plane,
      Ports ports,
      Map<Integer, Integer> published,
      Certificates certificates) {
    this.inventory = new Inventory(place, store);
    this.tagging = new Tagging(inventory);
    this.wiring =
        new Wiring(
            timeline,
            store,
            inventory,
            plane,
            ports,
            published,
            certificates,
            () -> timeline.post("elb: see what is to be checked", this::watch));
    this.checks = new HealthChecks(timeline, store, inventory, plane, ports, wiring);
    this.loadBalancers =
        new LoadBalancers(place, timeline, ids, inventory, tagging, ec2, names, wiring);
    var actions = new RuleActions(inventory);
    this.listeners = new Listeners(ids, inventory, tagging, actions, certificates, wiring);
    this.rules = new Rules(ids, inventory, tagging, actions, wiring);
    this.groups = new TargetGroups(place, ids, inventory, tagging, ec2, wiring);
    this.targets = new Targets(timeline, inventory, ec2, wiring);
    this.metrics =
        sink ->
            new BalancerMetrics(
                place, timeline, store, inventory, plane, new Zones(inventory, ports), sink);
    timeline.post("elb: resume", this::resume);
  }

  private void watch() {
    checks.watch();
  }

  private void resume() {
    loadBalancers.resume();
    targets.resume();
    checks.resume();
    wiring.changed();
  }

  /** Has {@code listener} told of every target whose health changes, from now on. */
  public void onTargetHealth(TargetHealthEvents listener) {
    checks.tell(listener);
  }

  /** Writes its metrics there at the end of each minute, from now on. To be called once. */
  public void measureTo(MetricSink sink) {
    metrics.apply(sink).begin();
  }

  /** The ARNs of load balancers with a listener that shows the certificate {@code arn}. */
  public List<String> usersOfCertificate(String arn) {
    return inventory.showing(arn);
  }

  /** Where a listener is served and where it could not be; empty until that is known. */
  public Optional<Serving> serving(String listenerArn) {
    return wiring.serving(listenerArn);
  }

  @Override
  public CreateLoadBalancerResponse createLoadBalancer(CreateLoadBalancerRequest request) {
    var balancer = loadBalancers.create(request);
    return CreateLoadBalancerResponse.builder().loadBalancers(balancer).build();
  }

  /**
   * {@inheritDoc} A load balancer that has not all of its addresses, because another program holds
   * them, is {@code active_impaired}, and the reason names them.
   */
  @Override
  public DescribeLoadBalancersResponse describeLoadBalancers(DescribeLoadBalancersRequest request) {
    var page =
        page(
            loadBalancers.describe(request),
            request.marker(),
            request.pageSize(),
            LoadBalancer::loadBalancerName);
    return DescribeLoadBalancersResponse.builder()
        .loadBalancers(page.items().stream().map(this::asServed).toList())
        .nextMarker(page.nextOrNull())
        .build();
  }

  private LoadBalancer asServed(LoadBalancer balancer) {
    return wiring
        .impaired(balancer)
        .map(
            why ->
                balancer.toBuilder()
                    .state(s -> s.code(LoadBalancerStateEnum.ACTIVE_IMPAIRED).reason(why))
                    .build())
        .orElse(balancer);
  }

  @Override
  public DeleteLoadBalancerResponse deleteLoadBalancer(DeleteLoadBalancerRequest request) {
    loadBalancers.delete(request.loadBalancerArn());
    return DeleteLoadBalancerResponse.builder().build();
  }

  @Override
  public DescribeLoadBalancerAttributesResponse describeLoadBalancerAttributes(
      DescribeLoadBalancerAttributesRequest request) {
    return DescribeLoadBalancerAttributesResponse.builder()
        .attributes(balancerAttributes(loadBalancers.attributes(request.loadBalancerArn())))
        .build();
  }

  @Override
  public ModifyLoadBalancerAttributesResponse modifyLoadBalancerAttributes(
      ModifyLoadBalancerAttributesRequest request) {
    var changes =
        keyed(request.attributes(), LoadBalancerAttribute::key, LoadBalancerAttribute::value);
    return ModifyLoadBalancerAttributesResponse.builder()
        .attributes(
            balancerAttributes(loadBalancers.modifyAttributes(request.loadBalancerArn(), changes)))
        .build();
  }

  private static List<LoadBalancerAttribute> balancerAttributes(Map<String, String> values) {
    return listed(values, (k, v) -> LoadBalancerAttribute.builder().key(k).value(v).build());
  }

  @Override
  public SetSubnetsResponse setSubnets(SetSubnetsRequest request) {
    LoadBalancers.requireIpv4(request.ipAddressTypeAsString());
    var balancer =
        loadBalancers.setSubnets(
            request.loadBalancerArn(), request.subnets(), request.subnetMappings());
    return SetSubnetsResponse.builder()
        .availabilityZones(balancer.availabilityZones())
        .ipAddressType(balancer.ipAddressType())
        .build();
  }

  @Override
  public SetSecurityGroupsResponse setSecurityGroups(SetSecurityGroupsRequest request) {
    var set = loadBalancers.setSecurityGroups(request.loadBalancerArn(), request.securityGroups());
    return SetSecurityGroupsResponse.builder().securityGroupIds(set).build();
  }

  @Override
  public SetIpAddressTypeResponse setIpAddressType(SetIpAddressTypeRequest request) {
    var balancer = inventory.loadBalancer(request.loadBalancerArn());
    LoadBalancers.requireIpv4(request.ipAddressTypeAsString());
    return SetIpAddressTypeResponse.builder().ipAddressType(balancer.ipAddressType()).build();
  }

  @Override
  public CreateListenerResponse createListener(CreateListenerRequest request) {
    return CreateListenerResponse.builder().listeners(listeners.create(request)).build();
  }

  @Override
  public ModifyListenerResponse modifyListener(ModifyListenerRequest request) {
    return ModifyListenerResponse.builder().listeners(listeners.modify(request)).build();
  }

  @Override
  public DescribeListenersResponse describeListeners(DescribeListenersRequest request) {
    var page =
        page(
            listeners.describe(request),
            request.marker(),
            request.pageSize(),
            listener -> "%05d".formatted(listener.port()));
    return DescribeListenersResponse.builder()
        .listeners(page.items())
        .nextMarker(page.nextOrNull())
        .build();
  }

  @Override
  public DeleteListenerResponse deleteListener(DeleteListenerRequest request) {
    listeners.delete(request.listenerArn());
    return DeleteListenerResponse.builder().build();
  }

  @Override
  public DescribeListenerAttributesResponse describeListenerAttributes(
      DescribeListenerAttributesRequest request) {
    return DescribeListenerAttributesResponse.builder()
        .attributes(listenerAttributes(listeners.attributes(request.listenerArn())))
        .build();
  }

  @Override
  public ModifyListenerAttributesResponse modifyListenerAttributes(
      ModifyListenerAttributesRequest request) {
    var changes = keyed(request.attributes(), ListenerAttribute::key, ListenerAttribute::value);
    return ModifyListenerAttributesResponse.builder()
        .attributes(listenerAttributes(listeners.modifyAttributes(request.listenerArn(), changes)))
        .build();
  }

  private static List<ListenerAttribute> listenerAttributes(Map<String, String> values) {
    return listed(values, (k, v) -> ListenerAttribute.builder().key(k).value(v).build());
  }

  /** {@inheritDoc} The default certificate is the only one. */
  @Override
  public DescribeListenerCertificatesResponse describeListenerCertificates(
      DescribeListenerCertificatesRequest request) {
    var certificates =
        inventory.listener(request.listenerArn()).certificates().stream()
            .map(certificate -> certificate.toBuilder().isDefault(true).build())
            .toList();
    return DescribeListenerCertificatesResponse.builder().certificates(certificates).build();
  }

  @Override
  public CreateRuleResponse createRule(CreateRuleRequest request) {
    return CreateRuleResponse.builder().rules(rules.create(request)).build();
  }

  @Override
  public ModifyRuleResponse modifyRule(ModifyRuleRequest request) {
    return ModifyRuleResponse.builder().rules(rules.modify(request)).build();
  }

  @Override
  public DescribeRulesResponse describeRules(DescribeRulesRequest request) {
    var page =
        page(
            rules.describe(request),
            request.marker(),
            request.pageSize(),
            // Letters come after digits, so the default rule is the last.
            rule ->
                rule.isDefault()
                    ? rule.priority()
                    : "%05d".formatted(Integer.valueOf(rule.priority())));
    return DescribeRulesResponse.builder()
        .rules(page.items())
        .nextMarker(page.nextOrNull())
        .build();
  }

  @Override
  public DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
    rules.delete(request.ruleArn());
    return DeleteRuleResponse.builder().build();
  }

  @Override
  public SetRulePrioritiesResponse setRulePriorities(SetRulePrioritiesRequest request) {
    return SetRulePrioritiesResponse.builder()
        .rules(rules.setPriorities(request.rulePriorities()))
        .build();
  }

  @Override
  public CreateTargetGroupResponse createTargetGroup(CreateTargetGroupRequest request) {
    return CreateTargetGroupResponse.builder().targetGroups(groups.create(request)).build();
  }

  @Override
  public ModifyTargetGroupResponse modifyTargetGroup(ModifyTargetGroupRequest request) {
    return ModifyTargetGroupResponse.builder().targetGroups(groups.modify(request)).build();
  }

  @Override
  public DescribeTargetGroupsResponse describeTargetGroups(DescribeTargetGroupsRequest request) {
    var page =
        page(
            groups.describe(request),
            request.marker(),
            request.pageSize(),
            TargetGroup::targetGroupName);
    return DescribeTargetGroupsResponse.builder()
        .targetGroups(page.items())
        .nextMarker(page.nextOrNull())
        .build();
  }

  @Override
  public DeleteTargetGroupResponse deleteTargetGroup(DeleteTargetGroupRequest request) {
    groups.delete(request.targetGroupArn());
    return DeleteTargetGroupResponse.builder().build();
  }

  @Override
  public DescribeTargetGroupAttributesResponse describeTargetGroupAttributes(
      DescribeTargetGroupAttributesRequest request) {
    return DescribeTargetGroupAttributesResponse.builder()
        .attributes(groupAttributes(groups.attributes(request.targetGroupArn())))
        .build();
  }

  @Override
  public ModifyTargetGroupAttributesResponse modifyTargetGroupAttributes(
      ModifyTargetGroupAttributesRequest request) {
    var changes =
        keyed(request.attributes(), TargetGroupAttribute::key, TargetGroupAttribute::value);
    return ModifyTargetGroupAttributesResponse.builder()
        .attributes(groupAttributes(groups.modifyAttributes(request.targetGroupArn(), changes)))
        .build();
  }

  private static List<TargetGroupAttribute> groupAttributes(Map<String, String> values) {
    return listed(values, (k, v) -> TargetGroupAttribute.builder().key(k).value(v).build());
  }

  @Override
  public RegisterTargetsResponse registerTargets(RegisterTargetsRequest request) {
    targets.register(request.targetGroupArn(), request.targets());
    return RegisterTargetsResponse.builder().build();
  }

  @Override
  public DeregisterTargetsResponse deregisterTargets(DeregisterTargetsRequest request) {
    targets.deregister(request.targetGroupArn(), request.targets());
    return DeregisterTargetsResponse.builder().build();
  }

  @Override
  public DescribeTargetHealthResponse describeTargetHealth(DescribeTargetHealthRequest request) {
    return DescribeTargetHealthResponse.builder()
        .targetHealthDescriptions(targets.health(request.targetGroupArn(), request.targets()))
        .build();
  }

  @Override
  public AddTagsResponse addTags(AddTagsRequest request) {
    tagging.add(request.resourceArns(), request.tags());
    return AddTagsResponse.builder().build();
  }

  @Override
  public RemoveTagsResponse removeTags(RemoveTagsRequest request) {
    tagging.remove(request.resourceArns(), request.tagKeys());
    return RemoveTagsResponse.builder().build();
  }

  @Override
  public DescribeTagsResponse describeTags(DescribeTagsRequest request) {
    return DescribeTagsResponse.builder()
        .tagDescriptions(tagging.describe(request.resourceArns()))
        .build();
  }

  private static <T> Page<T> page(
      List<T> all, String marker, Integer size, Function<T, String> key) {
    int most = size == null ? 400 : size;
    if (most < 1 || most > 400) {
      throw Refusals.validation("Page size '" + most + "' must be between '1' and '400'");
    }
    try {
      return Page.of(all, marker, most, key);
    } catch (IllegalArgumentException e) {
      throw Refusals.validation("The marker is not valid");
    }
  }

  private static <T> Map<String, String> keyed(
      List<T> attributes, Function<T, String> key, Function<T, String> value) {
    var values = new LinkedHashMap<String, String>();
    attributes.forEach(a -> values.put(key.apply(a), value.apply(a)));
    return values;
  }

  private static <T> List<T> listed(
      Map<String, String> values, BiFunction<String, String, T> attribute) {
    return values.entrySet().stream().map(e -> attribute.apply(e.getKey(), e.getValue())).toList();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
