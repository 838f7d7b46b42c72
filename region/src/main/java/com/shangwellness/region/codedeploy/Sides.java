package com.shangwellness.region.codedeploy;

import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;

/**
 * Between what a deployment shifts traffic, and where.
 *
 * @param production the ARN of the production listener
 * @param test the ARN of the test listener; empty when there is none
 * @param testBefore what the test listener did before
 * @param blue what serves production when the deployment begins
 * @param green what shall serve it afterwards
 */
record Sides(String production, String test, List<Action> testBefore, Side blue, Side green) {

  /** Before a deployment has looked. */
  static final Sides NONE = new Sides("", "", List.of(), Side.NONE, Side.NONE);

  /**
   * One colour.
   *
   * @param taskSet the task set's id; empty while there is none
   */
  record Side(String targetGroupArn, String targetGroupName, String taskSet) {

    static final Side NONE = new Side("", "", "");

    Side with(String id) {
      return new Side(targetGroupArn, targetGroupName, id);
    }
  }

  boolean isKnown() {
    return !production.isEmpty();
  }

  boolean hasTest() {
    return !test.isEmpty();
  }

  Sides withGreen(String taskSet) {
    return new Sides(production, test, testBefore, blue, green.with(taskSet));
  }
}
