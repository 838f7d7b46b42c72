package com.shangwellness.infra;

import static com.shangwellness.infra.Reasons.acknowledge;

import com.shangwellness.infra.settings.CrossStackValues;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;

/** Another stack of the environment, seen from one that reads its outputs (decision 0003). */
public final class Neighbour {
  private final Stack reader;
  private final String part;
  private final String stackName;
  private final String region;
  private final CrossStackValues how;

  /**
   * @param reader the stack that reads
   * @param part the life cycle of the stack that is read, such as {@code network}
   */
  public Neighbour(Stack reader, String part, String stackName, CrossStackValues how) {
    this(reader, part, stackName, reader.getRegion(), how);
  }

  /**
   * A stack that may stand in another region.
   *
   * @param reader the stack that reads
   * @param part the life cycle of the stack that is read, such as {@code zone}
   * @param region the region of the stack that is read
   */
  public Neighbour(
      Stack reader, String part, String stackName, String region, CrossStackValues how) {
    this.reader = reader;
    this.part = part;
    this.stackName = stackName;
    this.region = region;
    this.how = how;
    if (how == CrossStackValues.PARAMETERS) {
      acknowledge(reader, "W2509", "The ARN of a secret names it and does not tell it");
    }
  }

  /** The value of an output. The same output may be read more than once. */
  public String output(String name) {
    return switch (how) {
      case REFERENCES ->
          near() ? Fn.getStackOutput(stackName, name) : Fn.getStackOutput(stackName, name, region);
      case PARAMETERS -> parameter(name).getValueAsString();
    };
  }

  private boolean near() {
    return region.equals(reader.getRegion());
  }

  private CfnParameter parameter(String output) {
    var id = Character.toUpperCase(part.charAt(0)) + part.substring(1) + output;
    if (reader.getNode().tryFindChild(id) instanceof CfnParameter known) {
      return known;
    }
    var parameter =
        CfnParameter.Builder.create(reader, id)
            .description(
                "Output " + output + " of the stack " + stackName + (near() ? "" : " in " + region))
            .build();
    acknowledge(parameter, "W2001", "A VPC may be read for its subnets alone");
    return parameter;
  }
}
