package com.shangwellness.region.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * 11: draining targets get no new request; those in flight finish within the deregistration delay.
 */
final class DrainingGetsNothing implements Law {

  private final Map<String, Instant> since = new HashMap<>();

  @Override
  public void check(Look look) {
    note(look);
    for (var visit : look.customers().begun()) {
      if (since.containsKey(key(visit.group(), visit.target()))) {
        throw new Broken("11", visit.target() + " drains and was given a request");
      }
    }
    for (var visit : look.customers().ended()) {
      if (visit.life() == look.life() && wasCutOff(look, visit)) {
        throw new Broken(
            "11", "a request to %s since %s was cut off".formatted(visit.target(), visit.began()));
      }
    }
  }

  private void note(Look look) {
    var draining = new HashSet<String>();
    for (var group : List.of(look.view().site().blue(), look.view().site().green())) {
      for (var address : look.view().targets(group, TargetHealthStateEnum.DRAINING)) {
        draining.add(key(group, address));
        since.putIfAbsent(key(group, address), look.now());
      }
    }
    var recently = look.now().minus(Site.DEREGISTRATION_DELAY.multipliedBy(3));
    since
        .entrySet()
        .removeIf(
            entry -> !draining.contains(entry.getKey()) && entry.getValue().isBefore(recently));
  }

  private static String key(String group, String address) {
    return group + " " + address;
  }

  // By whoever stopped its container or took its target away, before the delay was over.
  private boolean wasCutOff(Look look, Visit visit) {
    if (!visit.failed()
        || visit.container().isEmpty()
        || look.customers().answeredByTarget(visit)) {
      return false;
    }
    var container = visit.container().get();
    boolean byUs =
        look.customers().machines().wasStopped(container.id())
            || look.customers().machines().isUp(container);
    var began = since.get(key(visit.group(), visit.target()));
    boolean hadItsTime =
        began != null
            && Duration.between(began, look.now()).compareTo(Site.DEREGISTRATION_DELAY) >= 0;
    return byUs && !hadItsTime;
  }
}
