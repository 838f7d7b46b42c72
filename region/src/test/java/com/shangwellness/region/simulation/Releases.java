package com.shangwellness.region.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** Every release of one history, in the order in which they were seen. */
final class Releases {

  private final Map<String, Release> byId = new HashMap<>();
  private final List<Release> all = new ArrayList<>();

  /** Takes note of how things stand. */
  void see(View view) {
    for (var info : view.deployments()) {
      var known = byId.get(info.deploymentId());
      if (known == null) {
        known = begun(info.deploymentId(), view, info.deploymentConfigName());
      }
      if (known.isActive() || known.info() != info) {
        known.seen(info, view);
      }
    }
  }

  private Release begun(String id, View view, String configuration) {
    var site = view.site();
    var info =
        view.deployments().stream()
            .filter(d -> d.deploymentId().equals(id))
            .findFirst()
            .orElseThrow();
    var triggering =
        Optional.ofNullable(info.rollbackInfo()).map(r -> r.rollbackTriggeringDeploymentId());
    var undone = triggering.map(byId::get);
    var blueSet = undone.map(Release::blueSet).orElseGet(() -> view.primary().orElseThrow().id());
    var blueGroup =
        undone
            .map(Release::blueGroup)
            .orElseGet(
                () -> view.primary().orElseThrow().loadBalancers().getFirst().targetGroupArn());
    var release =
        new Release(
            info,
            Shift.named(configuration),
            blueSet,
            blueGroup,
            site.otherThan(blueGroup),
            view.production().percent(site.otherThan(blueGroup)));
    byId.put(id, release);
    all.add(release);
    return release;
  }

  List<Release> all() {
    return all;
  }

  Optional<Release> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Those that have not come to their end. */
  List<Release> active() {
    var active = new ArrayList<Release>();
    for (var release : all) {
      if (release.isActive()) {
        active.add(release);
      }
    }
    return active;
  }

  /** The one that goes forward now. */
  Optional<Release> underWay() {
    return all.stream().filter(Release::isUnderWay).findFirst();
  }

  /** Whether a release was left as it was, and nobody has cleared it away yet. */
  boolean hasLeftover(View view, Deeds deeds) {
    return view.service().taskSets().stream()
        .anyMatch(set -> !set.status().equals("PRIMARY") && isLeftover(set, deeds));
  }

  /** Whether a task set is of a release that was left as it was: either of its two. */
  boolean isLeftover(TaskSet set, Deeds deeds) {
    return all.stream()
        .filter(deeds::isLeftAsItIs)
        .anyMatch(
            release ->
                release.blueSet().equals(set.id())
                    || release.greenSet().filter(set.id()::equals).isPresent());
  }

  Optional<Release> last() {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }
}
