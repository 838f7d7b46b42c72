package com.shangwellness.region.codedeploy;

import com.shangwellness.region.codec.AwsErrors;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.TargetGroupPairInfo;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoute;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** The production and the test listener, and who is behind them. */
final class Listeners {

  private static final Logger LOG = System.getLogger(Listeners.class.getName());
  private static final int ALL = 100;

  private final ElasticLoadBalancingV2Client balancers;

  Listeners(ElasticLoadBalancingV2Client balancers) {
    this.balancers = balancers;
  }

  /**
   * Who is blue and who will be green: blue is the target group of the task set that serves
   * production, whatever the order in which the group names the two.
   *
   * @throws DeploymentFailure when the listeners do not fit them
   */
  Sides sides(TargetGroupPairInfo pair, TaskSet primary) throws DeploymentFailure {
    try {
      var groups =
          balancers
              .describeTargetGroups(
                  r -> r.names(pair.targetGroups().stream().map(TargetGroupInfo::name).toList()))
              .targetGroups();
      var serving = primary.loadBalancers().stream().map(LoadBalancer::targetGroupArn).toList();
      var blue =
          groups.stream()
              .filter(group -> serving.contains(group.targetGroupArn()))
              .findFirst()
              .orElseThrow(
                  () ->
                      DeploymentFailure.balancer(
                          "Primary taskset target group must be one of the deployment group's"
                              + " target groups"));
      var green = groups.stream().filter(group -> !group.equals(blue)).findFirst().orElseThrow();
      var production = pair.prodTrafficRoute().listenerArns().getFirst();
      requireBehind(blue, production);
      var test =
          Optional.ofNullable(pair.testTrafficRoute()).map(TrafficRoute::listenerArns).stream()
              .flatMap(List::stream)
              .findFirst();
      List<Action> testBefore = test.isPresent() ? defaultActions(test.get()) : List.of();
      return new Sides(
          production, test.orElse(""), testBefore, side(blue, primary.id()), side(green, ""));
    } catch (AwsServiceException e) {
      throw DeploymentFailure.ofBalancer(e);
    }
  }

  private static Sides.Side side(TargetGroup group, String taskSet) {
    return new Sides.Side(group.targetGroupArn(), group.targetGroupName(), taskSet);
  }

  private void requireBehind(TargetGroup blue, String listener) throws DeploymentFailure {
    if (!names(listener, blue.targetGroupArn())) {
      throw DeploymentFailure.balancer(
          "Primary taskset target group must be behind listener " + listener);
    }
  }

  // ECS guide, "CodeDeploy blue/green deployments": the listeners must have their default rule
  // only.
  private List<Action> defaultActions(String listener) throws DeploymentFailure {
    var rules = balancers.describeRules(r -> r.listenerArn(listener)).rules();
    if (rules.size() != 1) {
      throw DeploymentFailure.balancer(
          "The listener must have its default rule only, and has "
              + (rules.size() - 1)
              + " more: "
              + listener);
    }
    return rules.getFirst().actions();
  }

  private boolean names(String listener, String targetGroup) throws DeploymentFailure {
    return weight(listener, targetGroup).isPresent();
  }

  /** The group's weight on a listener; empty when that does not name it. */
  private Optional<Integer> weight(String listener, String targetGroup) throws DeploymentFailure {
    return defaultActions(listener).stream()
        .filter(action -> action.forwardConfig() != null)
        .flatMap(action -> action.forwardConfig().targetGroups().stream())
        .filter(tuple -> tuple.targetGroupArn().equals(targetGroup))
        .map(TargetGroupTuple::weight)
        .findFirst();
  }

  /**
   * Has green's target group in use, so that its targets are health-checked: named by a listener,
   * without weight on production, whoever gave it some.
   */
  void nameGreen(Sides sides) throws DeploymentFailure {
    try {
      var green = sides.green().targetGroupArn();
      var onProduction = weight(sides.production(), green);
      boolean named = onProduction.isPresent() || sides.hasTest() && names(sides.test(), green);
      if (!named || onProduction.filter(weight -> weight > 0).isPresent()) {
        forward(sides.production(), sides, 0);
      }
    } catch (AwsServiceException e) {
      throw DeploymentFailure.ofBalancer(e);
    }
  }

  /** Gives green {@code percent} of the production traffic, and blue the rest. */
  void share(Sides sides, int percent) throws DeploymentFailure {
    turn(sides.production(), sides, percent);
  }

  /** Gives green all of the test traffic. */
  void turnTest(Sides sides) throws DeploymentFailure {
    turn(sides.test(), sides, ALL);
  }

  private void turn(String listener, Sides sides, int percent) throws DeploymentFailure {
    try {
      forward(listener, sides, percent);
    } catch (AwsServiceException e) {
      throw DeploymentFailure.ofBalancer(e);
    }
  }

  private void forward(String listener, Sides sides, int percent) {
    var action =
        Action.builder()
            .type(ActionTypeEnum.FORWARD)
            .forwardConfig(
                f ->
                    f.targetGroups(
                        weighted(sides.blue(), ALL - percent), weighted(sides.green(), percent)))
            .build();
    balancers.modifyListener(r -> r.listenerArn(listener).defaultActions(action));
  }

  private static TargetGroupTuple weighted(Sides.Side side, int weight) {
    return TargetGroupTuple.builder().targetGroupArn(side.targetGroupArn()).weight(weight).build();
  }

  /** Has the test listener do what it did before; one that cannot holds nothing up. */
  void restoreTest(Sides sides) {
    if (!sides.hasTest()) {
      return;
    }
    try {
      balancers.modifyListener(r -> r.listenerArn(sides.test()).defaultActions(sides.testBefore()));
    } catch (AwsServiceException e) {
      LOG.log(
          Level.WARNING,
          "codedeploy: the test listener {0} stays as it is: {1}",
          sides.test(),
          AwsErrors.message(e));
    }
  }
}
