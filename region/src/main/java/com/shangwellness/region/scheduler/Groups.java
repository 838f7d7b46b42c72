package com.shangwellness.region.scheduler;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupState;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupSummary;
import software.amazon.awssdk.services.scheduler.model.Tag;

/** The groups of schedules; one is there always. */
final class Groups {

  static final String DEFAULT = "default";

  private final Table<KeptGroup> table;
  private final Place place;
  private final Timeline timeline;

  Groups(Table<KeptGroup> table, Place place, Timeline timeline) {
    this.table = table;
    this.place = place;
    this.timeline = timeline;
  }

  KeptGroup create(String name, List<Tag> tags) {
    if (name.equals(DEFAULT) || table.contains(name)) {
      throw Refusals.groupExists(name);
    }
    return table.put(
        name, new KeptGroup(summary(name).creationDate(timeline.now()).build(), tags(tags)));
  }

  private ScheduleGroupSummary.Builder summary(String name) {
    return ScheduleGroupSummary.builder()
        .arn(place.arn("scheduler", "schedule-group/" + name))
        .name(name)
        .state(ScheduleGroupState.ACTIVE)
        .lastModificationDate(timeline.now());
  }

  private static Map<String, String> tags(List<Tag> tags) {
    var map = new TreeMap<String, String>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return Map.copyOf(map);
  }

  KeptGroup get(String name) {
    return name.equals(DEFAULT)
        ? new KeptGroup(summary(DEFAULT).lastModificationDate(null).build(), Map.of())
        : table.get(name).orElseThrow(() -> Refusals.noGroup(name));
  }

  List<KeptGroup> all() {
    return Stream.concat(Stream.of(get(DEFAULT)), table.stream()).toList();
  }

  void delete(String name) {
    if (name.equals(DEFAULT)) {
      throw Refusals.invalid("Cannot delete the default schedule group.");
    }
    get(name);
    table.remove(name);
  }

  /** The group with this ARN. */
  KeptGroup of(String arn) {
    return get(arn.substring(arn.indexOf('/') + 1));
  }

  void tag(String arn, List<Tag> more) {
    var group = of(arn);
    var tags = new TreeMap<>(group.tags());
    tags.putAll(tags(more));
    table.put(group.name(), group.withTags(tags));
  }

  void untag(String arn, List<String> keys) {
    var group = of(arn);
    var tags = new TreeMap<>(group.tags());
    tags.keySet().removeAll(keys);
    table.put(group.name(), group.withTags(tags));
  }
}
