package com.shangwellness.infra.edge;

import com.shangwellness.infra.AlertTopic;
import com.shangwellness.infra.Names;
import com.shangwellness.infra.Neighbour;
import com.shangwellness.infra.Publisher;
import com.shangwellness.infra.service.OriginOutputs;
import com.shangwellness.infra.service.Service;
import com.shangwellness.infra.settings.Settings;
import com.shangwellness.infra.zone.Zone;
import com.shangwellness.infra.zone.ZoneOutputs;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/**
 * What users meet first: the firewall, CloudFront, the site's records, and the alarms whose metrics
 * exist in us-east-1 only, with a topic there.
 */
public final class Edge extends Stack {
  /** The last part of this stack's name. */
  public static final String PART = "edge";

  /** Adds the stack to {@code app}. */
  public Edge(Construct app, Names names, Settings settings, StackProps props) {
    super(app, names.stack(PART), props);
    var domain = settings.domain();
    var service = new OriginOutputs(neighbour(Service.PART, settings.region(), names, settings));
    var zone = new ZoneOutputs(neighbour(Zone.PART, Zone.REGION, names, settings));
    var address =
        domain.chosen()
            ? new SiteAddress.Ours(domain, names.base(), names.originHost(domain.name()), zone)
            : new SiteAddress.CloudFronts(service);

    var firewall = new Firewall(this, names, settings);
    var delivery = new ContentDelivery(this, names, settings.edge(), address, firewall.arn());
    new EdgeLog(this, names, settings.edge().accessLogDays(), delivery.distribution());
    var site = address.records(this, delivery.distribution());
    var health = new SiteHealth(this, names, site, settings.loadBalancer().healthCheck().path());
    var topic = topic("Topic", names, "edge-alarms", settings);
    var emergency = settings.contacts().phone().map(phone -> emergency(names, settings, phone));
    var alarms = new EdgeAlarms(this, names, topic.topic(), emergency.map(AlertTopic::topic));
    alarms.site(health.id());
    alarms.serverErrors(delivery.distribution(), settings.edge().serverErrorPercent());
    alarms.refusals(names.webAcl(Firewall.WHERE), settings.edge().blockedPerFiveMinutes());
    if (domain.chosen()) {
      alarms.certificate(zone.viewerCertificateArn());
    }
    EdgeOutputs.write(this, site, delivery.distribution(), topic.topic());
  }

  private AlertTopic topic(String id, Names names, String what, Settings settings) {
    return new AlertTopic(
        this, id, names, what, settings.contacts().team(), List.of(Publisher.ALARMS));
  }

  /** For what hurts users; only where there is a phone, since mails come by the other one. */
  private AlertTopic emergency(Names names, Settings settings, String phone) {
    var emergency = topic("Emergency", names, "edge-emergency", settings);
    emergency.phone(phone);
    return emergency;
  }

  private Neighbour neighbour(String part, String region, Names names, Settings settings) {
    return new Neighbour(this, part, names.stack(part), region, settings.crossStackValues());
  }
}
