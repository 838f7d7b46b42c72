package com.shangwellness.ops.deploy;

import com.shangwellness.ops.progress.Progress;
import com.shangwellness.ops.targets.Clients;
import java.util.HashSet;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.route53.model.Route53Exception;

/**
 * Tells the name servers of a zone as soon as it is made. Its stack goes on to wait for a
 * certificate, which is issued only when the domain's registrar names these servers: whoever heard
 * of them at the end of the stack would never come to its end.
 */
final class Delegation {
  private static final String ZONE = "AWS::Route53::HostedZone";
  private static final int NOT_IMPLEMENTED = 501;

  private final Clients clients;
  private final Progress progress;
  private final Set<String> told = new HashSet<>();

  Delegation(Clients clients, Progress progress) {
    this.clients = clients;
    this.progress = progress;
  }

  /** Looks at what happened to a stack. */
  void on(StackEvent event) {
    if (event.resourceType().equals(ZONE)
        && event.resourceStatusAsString().equals("CREATE_COMPLETE")) {
      tell(event.physicalResourceId());
    }
  }

  private void tell(String zoneId) {
    if (!told.add(zoneId)) {
      return;
    }
    try {
      var zone = clients.route53().getHostedZone(r -> r.id(zoneId));
      progress.remarks(
          "Give these name servers to the registrar of "
              + zone.hostedZone().name().replaceFirst("\\.$", "")
              + ", in place of its own; the certificate waits for it:");
      zone.delegationSet().nameServers().forEach(server -> progress.remarks("  " + server));
    } catch (Route53Exception e) {
      if (e.statusCode() != NOT_IMPLEMENTED) {
        throw e;
      }
      progress.remarks(
          "The zone " + zoneId + " is only recorded here: it has no name servers to be told.");
    }
  }
}
