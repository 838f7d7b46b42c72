package com.shangwellness.region.ecs;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;

/** The services of one region, and what is reported about them. */
final class Services {

  private static final int MAX_EVENTS = 100;

  private final Timeline timeline;
  private final Ids ids;
  private final Table<KeptService> services;
  private final StateChanges changes;

  Services(Place place, Timeline timeline, Store store, Ids ids, StateChanges changes) {
    this.changes = changes;
    this.timeline = timeline;
    this.ids = ids;
    this.services = store.table(place.region() + "/ecs.services", KeptService.class);
  }

  Optional<KeptService> find(String key) {
    return services.get(key);
  }

  KeptService require(String cluster, String service) {
    return find(KeptService.key(cluster, service == null ? "" : service))
        .orElseThrow(() -> AwsErrors.of(ServiceNotFoundException.builder(), "Service not found."));
  }

  KeptService put(KeptService service) {
    changes.service(services.get(service.key()), service, timeline.now());
    return services.put(service.key(), service);
  }

  List<KeptService> all() {
    return services.values();
  }

  List<KeptService> in(String cluster) {
    return services.withPrefix(cluster + "/");
  }

  /**
   * Reports something, in AWS's words: {@code (service web) has reached a steady state.}
   *
   * @param rollout the task set that it is about; a deployment is not named
   */
  void report(String key, Optional<KeptService.Rollout> rollout, String what) {
    services
        .get(key)
        .ifPresent(
            kept -> {
              var set =
                  rollout
                      .filter(KeptService.Rollout::isTaskSet)
                      .map(r -> ", taskSet " + r.id())
                      .orElse("");
              var event =
                  ServiceEvent.builder()
                      .id(ids.uuid())
                      .createdAt(timeline.now())
                      .message("(service " + kept.service().serviceName() + set + ") " + what)
                      .build();
              var events = new ArrayList<ServiceEvent>(List.of(event));
              events.addAll(kept.service().events());
              var newest = events.subList(0, Math.min(MAX_EVENTS, events.size()));
              put(kept.with(service -> service.events(List.copyOf(newest))));
            });
  }
}
