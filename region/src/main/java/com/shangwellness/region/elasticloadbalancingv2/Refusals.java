package com.shangwellness.region.elasticloadbalancingv2;

import com.shangwellness.region.codec.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateListenerException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidConfigurationRequestException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidTargetException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.OperationNotPermittedException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ResourceInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;

/** How Elastic Load Balancing says no, in AWS's words. */
final class Refusals {

  private Refusals() {}

  static AwsServiceException validation(String message) {
    return AwsErrors.of(ElasticLoadBalancingV2Exception.builder(), "ValidationError", 400, message);
  }

  static AwsServiceException loadBalancerNotFound(String named) {
    return AwsErrors.of(
        LoadBalancerNotFoundException.builder(), "Load balancers '[" + named + "]' not found");
  }

  static AwsServiceException targetGroupNotFound(String named) {
    return AwsErrors.of(
        TargetGroupNotFoundException.builder(), "Target groups '" + named + "' not found");
  }

  static AwsServiceException listenerNotFound(String arn) {
    return AwsErrors.of(ListenerNotFoundException.builder(), "Listener '" + arn + "' not found");
  }

  static AwsServiceException ruleNotFound(String arn) {
    return AwsErrors.of(RuleNotFoundException.builder(), "Rule '" + arn + "' not found");
  }

  static AwsServiceException duplicateListener(String loadBalancer) {
    return AwsErrors.of(
        DuplicateListenerException.builder(),
        "A listener already exists on this port for this load balancer '" + loadBalancer + "'");
  }

  static AwsServiceException targetGroupInUse(String arn) {
    return AwsErrors.of(
        ResourceInUseException.builder(),
        "Target group '" + arn + "' is currently in use by a listener or a rule");
  }

  static AwsServiceException notPermitted(String message) {
    return AwsErrors.of(OperationNotPermittedException.builder(), message);
  }

  static AwsServiceException invalidConfiguration(String message) {
    return AwsErrors.of(InvalidConfigurationRequestException.builder(), message);
  }

  static AwsServiceException invalidTarget(String message) {
    return AwsErrors.of(InvalidTargetException.builder(), message);
  }

  /** What AWS has and this region does not: never a silent success. */
  static UnsupportedOperationException notHere(String what) {
    return new UnsupportedOperationException("elasticloadbalancingv2: " + what);
  }
}
