package com.shangwellness.region.simulation;

import com.shangwellness.region.codedeploy.CodeDeploy;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.traffic.TrafficPlane;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;

/**
 * What stands between the parts of a simulated region: nothing, unless the machine is to be wrong.
 */
public interface Between {

  /** The machine as it is. */
  Between NOTHING = new Between() {};

  /** Whom CodeDeploy knows. */
  default CodeDeploy.Neighbours neighbours(CodeDeploy.Neighbours direct) {
    return direct;
  }

  /** What load balancers command. */
  default TrafficPlane traffic(TrafficPlane direct) {
    return direct;
  }

  /** What ids are drawn from. */
  default RandomGenerator ids(RandomGenerator seeded) {
    return seeded;
  }

  /** What CodeDeploy understands of what it is asked. */
  default CreateDeploymentRequest understood(CreateDeploymentRequest asked) {
    return asked;
  }

  /** What a crash leaves. */
  default void crashed(Store left) {}
}
