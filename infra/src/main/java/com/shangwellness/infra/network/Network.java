package com.shangwellness.infra.network;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.settings.Settings;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** The private network: addresses, the ways in and out, who may reach whom, and its flow logs. */
public final class Network extends Stack {
  /** The last part of this stack's name. */
  public static final String PART = "network";

  /** Adds the stack to {@code app}. */
  public Network(Construct app, Names names, Settings settings, StackProps props) {
    super(app, names.stack(PART), props);
    var addresses = new AddressSpace(this, names, settings);
    var groups = new SecurityGroups(this, names, settings, addresses.vpc());
    new Endpoints(this, names, settings, addresses.vpc(), groups);
    new FlowLogs(this, names, settings, addresses.vpc());
    NetworkOutputs.write(this, addresses.vpc(), groups);
  }
}
