package com.shangwellness.region.elasticloadbalancingv2;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.traffic.Action.FixedResponse;
import com.shangwellness.region.traffic.Action.Forward;
import com.shangwellness.region.traffic.Action.Redirect;
import com.shangwellness.region.traffic.Action.Share;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidLoadBalancerActionException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAssociationLimitException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** The actions of rules: checked, brought into the form in which AWS shows them, compiled. */
final class RuleActions {

  private final Inventory inventory;

  RuleActions(Inventory inventory) {
    this.inventory = inventory;
  }

  /** The actions as AWS shows them, checked for a listener of {@code loadBalancer}. */
  List<Action> checked(List<Action> actions, String loadBalancer) {
    if (actions.size() != 1) {
      if (actions.isEmpty()) {
        throw Refusals.validation("An action must be specified");
      }
      throw Refusals.notHere("rules with more than one action");
    }
    return List.of(checked(actions.getFirst(), loadBalancer));
  }

  private Action checked(Action action, String loadBalancer) {
    if (action.typeAsString() == null) {
      throw Refusals.validation("An action type must be specified");
    }
    return switch (action.type()) {
      case FORWARD -> forward(action, loadBalancer);
      case FIXED_RESPONSE -> fixedResponse(action);
      case REDIRECT -> redirect(action);
      case UNKNOWN_TO_SDK_VERSION ->
          throw Refusals.validation(
              "Action type '"
                  + action.typeAsString()
                  + "' must be one of 'redirect,fixed-response,forward,authenticate-oidc,"
                  + "authenticate-cognito'");
      default -> throw Refusals.notHere("actions of type " + action.typeAsString());
    };
  }

  private Action forward(Action action, String loadBalancer) {
    var tuples = tuples(action);
    for (var tuple : tuples) {
      requireUsable(tuple, loadBalancer);
    }
    // One group is shown in both places, several only in the configuration.
    return Action.builder()
        .type(ActionTypeEnum.FORWARD)
        .order(action.order())
        .targetGroupArn(tuples.size() == 1 ? tuples.getFirst().targetGroupArn() : null)
        .forwardConfig(
            f -> f.targetGroups(tuples).targetGroupStickinessConfig(s -> s.enabled(false)))
        .build();
  }

  private static List<TargetGroupTuple> tuples(Action action) {
    var config = action.forwardConfig();
    if (config == null || config.targetGroups().isEmpty()) {
      if (action.targetGroupArn() == null) {
        throw Refusals.validation("A target group ARN must be specified");
      }
      return List.of(
          TargetGroupTuple.builder().targetGroupArn(action.targetGroupArn()).weight(1).build());
    }
    var sticky = config.targetGroupStickinessConfig();
    if (sticky != null && Boolean.TRUE.equals(sticky.enabled())) {
      throw Refusals.notHere("target group stickiness of forward actions");
    }
    boolean contradicts =
        action.targetGroupArn() != null
            && (config.targetGroups().size() != 1
                || !config
                    .targetGroups()
                    .getFirst()
                    .targetGroupArn()
                    .equals(action.targetGroupArn()));
    if (contradicts) {
      throw invalid(
          "You cannot specify both a target group ARN and a forward config with different target"
              + " groups");
    }
    if (config.targetGroups().size() > 5) {
      throw Refusals.validation("A forward action can have at most '5' target groups");
    }
    return config.targetGroups().stream()
        .map(t -> t.toBuilder().weight(requireNonNullElse(t.weight(), 1)).build())
        .toList();
  }

  private void requireUsable(TargetGroupTuple tuple, String loadBalancer) {
    var group = inventory.group(tuple.targetGroupArn());
    if (tuple.weight() < 0 || tuple.weight() > 999) {
      throw Refusals.validation("Weight '" + tuple.weight() + "' must be between '0' and '999'");
    }
    var balancer = inventory.loadBalancer(loadBalancer);
    if (!group.vpcId().equals(balancer.vpcId())) {
      throw Refusals.invalidConfiguration(
          "The target group '"
              + group.targetGroupArn()
              + "' and the load balancer '"
              + loadBalancer
              + "' are not in the same VPC");
    }
    boolean taken =
        inventory.usersOf(group.targetGroupArn()).stream()
            .anyMatch(user -> !user.loadBalancerArn().equals(loadBalancer));
    if (taken) {
      throw AwsErrors.of(
          TargetGroupAssociationLimitException.builder(),
          "The following target groups cannot be associated with more than one load balancer: "
              + group.targetGroupArn());
    }
  }

  private static Action fixedResponse(Action action) {
    var config = action.fixedResponseConfig();
    if (config == null || config.statusCode() == null) {
      throw Refusals.validation("A fixed response status code must be specified");
    }
    if (!config.statusCode().matches("[245]\\d\\d")) {
      throw Refusals.validation(
          "Fixed response status code '" + config.statusCode() + "' must match ^(2|4|5)\\d\\d$");
    }
    if (config.messageBody() != null && config.messageBody().length() > 1024) {
      throw Refusals.validation("The message body cannot be longer than '1024' characters");
    }
    return Action.builder()
        .type(ActionTypeEnum.FIXED_RESPONSE)
        .order(action.order())
        .fixedResponseConfig(config)
        .build();
  }

  private static Action redirect(Action action) {
    var config = action.redirectConfig();
    if (config == null || config.statusCodeAsString() == null) {
      throw Refusals.validation("A redirect status code must be specified");
    }
    if (!config.statusCodeAsString().matches("HTTP_30[12]")) {
      throw Refusals.validation(
          "Redirect status code '" + config.statusCodeAsString() + "' is not valid");
    }
    var full =
        RedirectActionConfig.builder()
            .protocol(requireNonNullElse(config.protocol(), "#{protocol}"))
            .host(requireNonNullElse(config.host(), "#{host}"))
            .port(requireNonNullElse(config.port(), "#{port}"))
            .path(requireNonNullElse(config.path(), "/#{path}"))
            .query(requireNonNullElse(config.query(), "#{query}"))
            .statusCode(config.statusCodeAsString())
            .build();
    boolean loop =
        full.protocol().equals("#{protocol}")
            && full.host().equals("#{host}")
            && full.port().equals("#{port}")
            && full.path().equals("/#{path}");
    if (loop) {
      throw invalid("The redirect configuration is not valid because it creates a loop.");
    }
    return Action.builder()
        .type(ActionTypeEnum.REDIRECT)
        .order(action.order())
        .redirectConfig(full)
        .build();
  }

  private static RuntimeException invalid(String message) {
    return AwsErrors.of(InvalidLoadBalancerActionException.builder(), message);
  }

  /** The one action as the traffic plane takes it. */
  static com.shangwellness.region.traffic.Action compiled(List<Action> actions) {
    var action = actions.getFirst();
    return switch (action.type()) {
      case FIXED_RESPONSE ->
          new FixedResponse(
              Integer.parseInt(action.fixedResponseConfig().statusCode()),
              requireNonNullElse(action.fixedResponseConfig().contentType(), "text/plain"),
              requireNonNullElse(action.fixedResponseConfig().messageBody(), ""));
      case REDIRECT -> {
        var to = action.redirectConfig();
        yield new Redirect(
            Integer.parseInt(to.statusCodeAsString().substring(5)),
            to.protocol(),
            to.host(),
            to.port(),
            to.path(),
            to.query());
      }
      default ->
          new Forward(
              action.forwardConfig().targetGroups().stream()
                  .map(t -> new Share(t.targetGroupArn(), t.weight()))
                  .toList());
    };
  }
}
