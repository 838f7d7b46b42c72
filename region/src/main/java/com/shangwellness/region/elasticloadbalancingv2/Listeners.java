package com.shangwellness.region.elasticloadbalancingv2;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CertificateNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SslPolicyNotFoundException;

/** Listeners and their default rules. A change holds from the next request on. */
final class Listeners {

  /** The security policies of TLS listeners that the region knows by name. */
  static final Set<String> POLICIES =
      Set.of(
          "ELBSecurityPolicy-2016-08",
          "ELBSecurityPolicy-TLS-1-2-2017-01",
          "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
          "ELBSecurityPolicy-FS-1-2-Res-2020-10",
          "ELBSecurityPolicy-TLS13-1-2-2021-06",
          "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
          "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06",
          "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06",
          "ELBSecurityPolicy-TLS13-1-3-2021-06",
          "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
          "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09");

  private static final String DEFAULT_POLICY = "ELBSecurityPolicy-2016-08";

  private final Ids ids;
  private final Inventory inventory;
  private final Tagging tagging;
  private final RuleActions actions;
  private final Certificates certificates;
  private final Wiring wiring;

  Listeners(
      Ids ids,
      Inventory inventory,
      Tagging tagging,
      RuleActions actions,
      Certificates certificates,
      Wiring wiring) {
    this.ids = ids;
    this.inventory = inventory;
    this.tagging = tagging;
    this.actions = actions;
    this.certificates = certificates;
    this.wiring = wiring;
  }

  Listener create(CreateListenerRequest request) {
    var balancer = inventory.loadBalancer(request.loadBalancerArn());
    Tagging.check(request.tags());
    if (request.port() == null) {
      throw Refusals.validation("A listener port must be specified");
    }
    requireFree(balancer.loadBalancerArn(), request.port(), "");
    var arn =
        balancer.loadBalancerArn().replace(":loadbalancer/", ":listener/") + "/" + ids.hex(16);
    var listener =
        secured(
            Listener.builder()
                .listenerArn(arn)
                .loadBalancerArn(balancer.loadBalancerArn())
                .port(request.port())
                .protocol(request.protocolAsString())
                .defaultActions(
                    actions.checked(request.defaultActions(), balancer.loadBalancerArn())),
            request.protocolAsString(),
            request.certificates(),
            request.sslPolicy());
    inventory.listeners.put(arn, listener);
    putDefaultRule(listener, Inventory.rulePrefix(arn) + ids.hex(16));
    tagging.add(List.of(arn), request.tags());
    wiring.changed();
    return listener;
  }

  private void requireFree(String loadBalancer, int port, String except) {
    if (port < 1 || port > 65_535) {
      throw Refusals.validation("Port '" + port + "' must be between '1' and '65535'");
    }
    boolean taken =
        inventory.listenersOf(loadBalancer).stream()
            .anyMatch(l -> l.port() == port && !l.listenerArn().equals(except));
    if (taken) {
      throw Refusals.duplicateListener(loadBalancer);
    }
  }

  private Listener secured(
      Listener.Builder listener, String protocol, List<Certificate> asked, String policy) {
    if (protocol == null) {
      throw Refusals.validation("A listener protocol must be specified");
    }
    return switch (ProtocolEnum.fromValue(protocol)) {
      case HTTP -> {
        if (!asked.isEmpty() || policy != null) {
          throw Refusals.validation(
              "Certificates and security policies cannot be specified for HTTP listeners");
        }
        yield listener.certificates(List.of()).sslPolicy(null).build();
      }
      case HTTPS -> {
        requireCertificate(asked);
        yield listener
            .certificates(asked)
            .sslPolicy(knownPolicy(requireNonNullElse(policy, DEFAULT_POLICY)))
            .build();
      }
      default ->
          throw Refusals.validation(
              "Listener protocol '"
                  + protocol
                  + "' is not supported with an Application Load Balancer. Use 'HTTP' or 'HTTPS'");
    };
  }

  private void requireCertificate(List<Certificate> asked) {
    if (asked.size() != 1) {
      throw Refusals.validation(
          "A certificate must be specified for HTTPS listeners, and no more than one");
    }
    var arn = asked.getFirst().certificateArn();
    if (arn == null || !certificates.isKnown(arn)) {
      throw AwsErrors.of(
          CertificateNotFoundException.builder(), "Certificate '" + arn + "' not found");
    }
    if (certificates.find(arn).isEmpty()) {
      // So ELB calls one that is not issued yet: terraform-provider-aws#26245.
      throw AwsErrors.of(
          ElasticLoadBalancingV2Exception.builder(),
          "UnsupportedCertificate",
          400,
          "The certificate '"
              + arn
              + "' must have a fully-qualified domain name, a supported signature, and a supported"
              + " key size.");
    }
  }

  private static String knownPolicy(String policy) {
    if (!POLICIES.contains(policy)) {
      throw AwsErrors.of(
          SslPolicyNotFoundException.builder(), "SSL policy '" + policy + "' not found");
    }
    return policy;
  }

  private void putDefaultRule(Listener listener, String arn) {
    inventory.rules.put(
        arn,
        Rule.builder()
            .ruleArn(arn)
            .priority("default")
            .conditions(List.of())
            .actions(listener.defaultActions())
            .isDefault(true)
            .build());
  }

  /** Changes what the request names and nothing else. */
  Listener modify(ModifyListenerRequest request) {
    var before = inventory.listener(request.listenerArn());
    int port = requireNonNullElse(request.port(), before.port());
    requireFree(before.loadBalancerArn(), port, before.listenerArn());
    var protocol = requireNonNullElse(request.protocolAsString(), before.protocolAsString());
    boolean stays = protocol.equals(before.protocolAsString());
    var after =
        secured(
            before.toBuilder()
                .port(port)
                .protocol(protocol)
                .defaultActions(
                    request.hasDefaultActions()
                        ? actions.checked(request.defaultActions(), before.loadBalancerArn())
                        : before.defaultActions()),
            protocol,
            request.hasCertificates() || !stays ? request.certificates() : before.certificates(),
            request.sslPolicy() != null || !stays ? request.sslPolicy() : before.sslPolicy());
    inventory.listeners.put(after.listenerArn(), after);
    putDefaultRule(after, inventory.rulesOf(after.listenerArn()).getLast().ruleArn());
    wiring.changed();
    return after;
  }

  List<Listener> describe(DescribeListenersRequest request) {
    if (request.hasListenerArns() && request.loadBalancerArn() != null) {
      throw Refusals.validation(
          "Listener ARNs and a load balancer ARN cannot be specified at the same time");
    }
    if (request.hasListenerArns()) {
      return request.listenerArns().stream()
          .map(arn -> inventory.listeners.get(arn).orElseThrow(Listeners::noneSuch))
          .toList();
    }
    if (request.loadBalancerArn() == null) {
      throw Refusals.validation("You must specify either listener ARNs or a load balancer ARN");
    }
    return inventory.listenersOf(
        inventory.loadBalancer(request.loadBalancerArn()).loadBalancerArn());
  }

  private static RuntimeException noneSuch() {
    return AwsErrors.of(ListenerNotFoundException.builder(), "One or more listeners not found");
  }

  void delete(String arn) {
    remove(inventory, inventory.listener(arn));
    wiring.changed();
  }

  static void remove(Inventory inventory, Listener listener) {
    for (var rule : inventory.rulesOf(listener.listenerArn())) {
      inventory.rules.remove(rule.ruleArn());
      inventory.tags.remove(rule.ruleArn());
    }
    inventory.listeners.remove(listener.listenerArn());
    inventory.attributes.remove(listener.listenerArn());
    inventory.tags.remove(listener.listenerArn());
  }

  Map<String, String> attributes(String arn) {
    var unused = inventory.listener(arn);
    return AttributeRules.LISTENER.all(set(arn));
  }

  Map<String, String> modifyAttributes(String arn, Map<String, String> changes) {
    var unused = inventory.listener(arn);
    var after = AttributeRules.LISTENER.changed(set(arn), changes);
    inventory.attributes.put(arn, new Inventory.Values(after));
    return AttributeRules.LISTENER.all(after);
  }

  private Map<String, String> set(String arn) {
    return inventory.attributes.get(arn).map(Inventory.Values::values).orElse(Map.of());
  }
}
