package com.shangwellness.region.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What the tasks of state machines call: operations of AWS services by name, with parameters and
 * answers whose members begin with a capital (Step Functions guide, "Learning to use AWS service
 * SDK integrations").
 */
public interface SdkCalls {

  /**
   * The service that {@code name} stands for, as errors name it: {@code CodeDeploy} for {@code
   * codedeploy}. Nothing when there is no such service here, or it does not offer the operation.
   *
   * @param operation such as {@code listDeployments}
   */
  Optional<String> find(String name, String operation);

  /**
   * Refuses parameters that the operation does not take, by their names.
   *
   * @param parameters as a definition writes them: the names of paths end with {@code .$}
   * @throws IllegalArgumentException naming what it does not take
   */
  void check(String name, String operation, ObjectNode parameters);

  /**
   * Calls an operation that there is.
   *
   * @throws IllegalArgumentException when the parameters are not the operation's
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException what the service threw
   */
  JsonNode call(String name, String operation, ObjectNode parameters);
}
