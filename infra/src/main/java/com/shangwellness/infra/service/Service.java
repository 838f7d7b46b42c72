package com.shangwellness.infra.service;

import com.shangwellness.infra.Logs;
import com.shangwellness.infra.Names;
import com.shangwellness.infra.Neighbour;
import com.shangwellness.infra.data.Data;
import com.shangwellness.infra.data.DataOutputs;
import com.shangwellness.infra.network.Network;
import com.shangwellness.infra.network.NetworkOutputs;
import com.shangwellness.infra.settings.Settings;
import com.shangwellness.infra.zone.Zone;
import com.shangwellness.infra.zone.ZoneOutputs;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.constructs.Construct;

/**
 * What serves: the load balancer, the tasks behind it, their scaling, and how releases are judged.
 */
public final class Service extends Stack {
  /** The last part of this stack's name. */
  public static final String PART = "service";

  /** Adds the stack to {@code app}. */
  public Service(Construct app, Names names, Settings settings, StackProps props) {
    super(app, names.stack(PART), props);
    var network = new NetworkOutputs(neighbour(Network.PART, names, settings), settings.zones());
    var data = new DataOutputs(neighbour(Data.PART, names, settings));
    var vpc = network.vpc(this);

    var balancer = new LoadBalancer(this, names, settings, network, vpc).balancer();
    var colours = new Colours(this, names, settings, vpc);
    var listeners =
        new Listeners(
            this, balancer, colours, settings.loadBalancer(), entrance(names, settings, balancer));
    var log = Logs.group(this, "Log", names.applicationLogGroup(), settings.logRetentionDays());
    var roles = new TaskRoles(this, names, data);
    var task = new ApplicationTask(this, names, settings, data, roles, log.getLogGroupName());
    var web =
        new WebService(
            this, names, settings, vpc, network.serviceGroup(this), task, colours, listeners);
    new Scaling(this, names, settings.service(), web);
    var alarms = new ReleaseAlarms(this, names, settings.release(), balancer, colours);
    var key = new OriginKey(this, names, settings.edge().originKey(), Zone.REGION);
    new OriginGuard(this, names, key, balancer.getLoadBalancerArn(), settings.logRetentionDays());

    ServiceOutputs.write(this)
        .loadBalancer(balancer)
        .listeners(listeners)
        .colours(colours)
        .web(web)
        .task(names, roles)
        .alarms(alarms);
  }

  private Entrance entrance(Names names, Settings settings, ApplicationLoadBalancer balancer) {
    var domain = settings.domain();
    if (!domain.chosen()) {
      return new Entrance.Plain();
    }
    var zone =
        new ZoneOutputs(
            new Neighbour(
                this, Zone.PART, names.stack(Zone.PART), Zone.REGION, settings.crossStackValues()));
    var address = new OriginAddress(this, names, domain.name(), zone.hostedZoneId(), balancer);
    return new Entrance.Encrypted(address.certificateArn());
  }

  private Neighbour neighbour(String part, Names names, Settings settings) {
    return new Neighbour(this, part, names.stack(part), settings.crossStackValues());
  }
}
