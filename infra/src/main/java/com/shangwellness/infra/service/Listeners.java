package com.shangwellness.infra.service;

import com.shangwellness.infra.settings.LoadBalancerSettings;
import java.util.Arrays;
import java.util.List;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnListener;
import software.constructs.Construct;

/**
 * The production and the test listener, each with its default rule only, because CodeDeploy moves
 * no other.
 *
 * <p>CodeDeploy turns the listeners at each release, and CloudFormation does not hear of it. So the
 * colour that each serves is a parameter: whoever updates the stack first says how things stand,
 * and an update, or the rollback of one, leaves the traffic where it is.
 */
final class Listeners extends Construct {
  private final Entrance entrance;
  private final CfnListener production;
  private final CfnListener test;

  Listeners(
      Construct stack,
      ApplicationLoadBalancer balancer,
      Colours colours,
      LoadBalancerSettings settings,
      Entrance entrance) {
    super(stack, "Listeners");
    this.entrance = entrance;
    this.production =
        listener(
            "Production",
            balancer,
            entrance.port(),
            live(stack, "ProductionColour", Colour.BLUE, colours));
    this.test =
        listener(
            "Test",
            balancer,
            settings.testPort(),
            live(stack, "TestColour", Colour.GREEN, colours));
    if (entrance instanceof Entrance.Encrypted) {
      redirect(balancer);
    }
  }

  CfnListener production() {
    return production;
  }

  CfnListener test() {
    return test;
  }

  private CfnListener listener(
      String id, ApplicationLoadBalancer balancer, int port, String targetGroupArn) {
    return entrance
        .on(CfnListener.Builder.create(this, id))
        .loadBalancerArn(balancer.getLoadBalancerArn())
        .port(port)
        .defaultActions(
            List.of(
                CfnListener.ActionProperty.builder()
                    .type("forward")
                    .targetGroupArn(targetGroupArn)
                    .build()))
        .build();
  }

  /** Sends plain HTTP to HTTPS. CodeDeploy does not know this listener and never turns it. */
  private void redirect(ApplicationLoadBalancer balancer) {
    CfnListener.Builder.create(this, "Redirect")
        .loadBalancerArn(balancer.getLoadBalancerArn())
        .port(Entrance.HTTP)
        .protocol("HTTP")
        .defaultActions(
            List.of(
                CfnListener.ActionProperty.builder()
                    .type("redirect")
                    .redirectConfig(
                        CfnListener.RedirectConfigProperty.builder()
                            .protocol("HTTPS")
                            .port(String.valueOf(Entrance.HTTPS))
                            .statusCode("HTTP_301")
                            .build())
                    .build()))
        .build()
        // Where production was plain HTTP before, it leaves the port first.
        .addResourceDependency(production);
  }

  /** The ARN of the target group that the parameter names. */
  private static String live(Construct stack, String parameter, Colour first, Colours colours) {
    var colour =
        CfnParameter.Builder.create(stack, parameter)
            .description("The colour that this listener serves now; CodeDeploy changes it")
            .allowedValues(Arrays.stream(Colour.values()).map(Colour::word).toList())
            .defaultValue(first.word())
            .build();
    var isBlue =
        CfnCondition.Builder.create(stack, parameter + "IsBlue")
            .expression(Fn.conditionEquals(colour.getValueAsString(), Colour.BLUE.word()))
            .build();
    return Fn.conditionIf(
            isBlue.getLogicalId(),
            colours.of(Colour.BLUE).getTargetGroupArn(),
            colours.of(Colour.GREEN).getTargetGroupArn())
        .toString();
  }
}
