package com.shangwellness.ops.deploy;

import com.shangwellness.ops.deploy.NameLookups.Asked;

/** Names that Route 53 knows. */
final class RouteNames {
  private RouteNames() {}

  static boolean zone(Asked asked) {
    return asked
        .aws()
        .route53()
        .listHostedZonesByName(r -> r.dnsName(asked.name()).maxItems("1"))
        .hostedZones()
        .stream()
        .anyMatch(zone -> zone.name().equals(asked.name() + ".") && !zone.config().privateZone());
  }

  // Of a zone that is made with the stacks, the template knows no id: nothing is in it yet. A
  // weighted record lives beside others of its name that are weighted, and with no simple one.
  static boolean recordSet(Asked asked) {
    var zone = asked.properties().path("HostedZoneId");
    return zone.isTextual()
        && asked
            .aws()
            .route53()
            .listResourceRecordSets(
                r ->
                    r.hostedZoneId(zone.asText())
                        .startRecordName(asked.name())
                        .startRecordType(asked.text("Type"))
                        .maxItems("100"))
            .resourceRecordSets()
            .stream()
            .filter(record -> record.name().equals(asked.name() + "."))
            .filter(record -> record.typeAsString().equals(asked.text("Type")))
            .anyMatch(
                record ->
                    record.weight() == null
                        || record.setIdentifier().equals(asked.text("SetIdentifier")));
  }
}
