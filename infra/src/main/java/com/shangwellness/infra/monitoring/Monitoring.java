package com.shangwellness.infra.monitoring;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Neighbour;
import com.shangwellness.infra.delivery.Delivery;
import com.shangwellness.infra.delivery.DeliveryOutputs;
import com.shangwellness.infra.service.Service;
import com.shangwellness.infra.service.ServiceOutputs;
import com.shangwellness.infra.settings.Settings;
import java.util.ArrayList;
import java.util.Optional;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.constructs.Construct;

/** Whether production is fine, who is told when it is not, what it costs, and who did what. */
public final class Monitoring extends Stack {
  /** The last part of this stack's name. */
  public static final String PART = "monitoring";

  /** Adds the stack to {@code app}. */
  public Monitoring(Construct app, Names names, Settings settings, StackProps props) {
    super(app, names.stack(PART), props);
    var limits = settings.monitoring();
    var service =
        new ServiceOutputs(
            new Neighbour(
                this, Service.PART, names.stack(Service.PART), settings.crossStackValues()));
    var key = new MonitoringKey(this, names, limits.trail()).key();
    var topics = new Topics(this, names, settings.contacts(), key);
    var metrics = new Metrics(names, settings.service().applicationEnvironment(), service);

    var alarms = new Alarms(names, topics.alerts());
    var site = new SiteAlarms(this, alarms, metrics, limits, service);
    var tasks = new TaskAlarms(this, alarms, metrics, limits);
    new DatabaseAlarms(this, alarms, metrics, settings);
    new DatabaseNotices(this, names, settings.database(), topics.alerts());
    new DeliveryAlarms(this, names, settings.delivery(), alarms, metrics, topics.alerts());
    if (limits.trail()) {
      var trail = new AuditTrail(this, names, settings, key, sourceBucket(names, settings));
      new TrailAlarms(this, names, alarms, trail.log());
    }
    var hurting = new ArrayList<IAlarm>(site.hurting());
    hurting.add(tasks.tooFew());
    var emergency = new Emergency(this, names, hurting, topics.emergency());
    var shown = new ArrayList<IAlarm>();
    shown.add(emergency.alarm());
    shown.addAll(alarms.all());
    new ProductionDashboard(this, names, shown, metrics, service);
    // AWS tries the topics when it takes the subscriptions, so their policies come first.
    new Costs(this, names, limits, topics.alerts()).getNode().addDependency(topics);

    output("AlertsTopicArn", topics.alerts().getTopicArn());
    output("EmergencyTopicArn", topics.emergency().getTopicArn());
    output("DashboardName", names.dashboard());
  }

  private Optional<String> sourceBucket(Names names, Settings settings) {
    if (settings.delivery().git().isPresent()) {
      return Optional.empty();
    }
    var delivery =
        new Neighbour(this, Delivery.PART, names.stack(Delivery.PART), settings.crossStackValues());
    return Optional.of(new DeliveryOutputs(delivery).sourceBucket());
  }

  private void output(String name, String value) {
    CfnOutput.Builder.create(this, name).value(value).build();
  }
}
