package com.shangwellness.ops.rollout;

import com.shangwellness.ops.Failure;
import com.shangwellness.ops.assembly.Environment;
import com.shangwellness.ops.targets.Target;

/** Makes sure that we act on the account that the settings name, and on no other. */
public final class AccountCheck {
  private AccountCheck() {}

  /**
   * Asks who we are.
   *
   * @throws Failure if the credentials lead to another account
   */
  public static void check(Target target, Environment environment) {
    var place = environment.place();
    var caller = target.clients(place.region()).sts().getCallerIdentity();
    if (!caller.account().equals(place.account())) {
      throw Failure.wrongSettings(
          "the credentials ("
              + caller.arn()
              + ") belong to account "
              + caller.account()
              + ", but "
              + environment.file()
              + " names "
              + place.account()
              + "; nothing was done");
    }
  }
}
