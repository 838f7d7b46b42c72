package com.shangwellness.region.codedeploy;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** All deployments there ever were, and which of them are under way. */
final class Deployments {

  private static final Pattern ID = Pattern.compile("d-[A-Z0-9]{9,}");

  private final Table<KeptDeployment> table;
  private final Table<String> active;
  private final Ids ids;

  Deployments(Place place, Store store, Ids ids) {
    this.table = store.table(place.region() + "/codedeploy.deployments", KeptDeployment.class);
    this.active = store.table(place.region() + "/codedeploy.active", String.class);
    this.ids = ids;
  }

  /** An id that no deployment has. */
  String newId() {
    String id;
    do {
      id = "d-" + ids.alphanumeric(9).toUpperCase(Locale.ROOT);
    } while (table.contains(id));
    return id;
  }

  Optional<KeptDeployment> find(String id) {
    return table.get(id);
  }

  KeptDeployment require(String id) {
    if (id == null || id.isEmpty()) {
      throw Refusals.noDeploymentId();
    }
    if (!ID.matcher(id).matches()) {
      throw Refusals.badDeploymentId(id);
    }
    return find(id).orElseThrow(() -> Refusals.noDeployment(id));
  }

  /** Keeps {@code deployment}; it is its group's active one until it is over. */
  KeptDeployment put(KeptDeployment deployment) {
    var group = deployment.order().group().deploymentGroupId();
    if (!deployment.isOver()) {
      active.put(group, deployment.id());
    } else if (active.get(group).filter(deployment.id()::equals).isPresent()) {
      active.remove(group);
    }
    return table.put(deployment.id(), deployment);
  }

  /** Those that are under way. */
  List<KeptDeployment> active() {
    return active.values().stream().flatMap(id -> find(id).stream()).toList();
  }

  /** All of them, the newest first. */
  List<KeptDeployment> all() {
    return table.stream()
        .sorted(
            Comparator.<KeptDeployment, Instant>comparing(d -> d.info().createTime())
                .thenComparing(KeptDeployment::id)
                .reversed())
        .toList();
  }
}
