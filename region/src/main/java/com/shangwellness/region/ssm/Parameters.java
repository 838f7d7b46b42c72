package com.shangwellness.region.ssm;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;

/** All parameters with their past versions. A secure string is kept encrypted. */
final class Parameters {

  /** A parameter: its versions, the oldest first, and its tags. */
  record Entry(String name, List<ParameterHistory> versions, Map<String, String> tags) {

    ParameterHistory current() {
      return versions.getLast();
    }

    Optional<ParameterHistory> version(long number) {
      return versions.stream().filter(v -> v.version() == number).findFirst();
    }

    Optional<ParameterHistory> labelled(String label) {
      return versions.stream().filter(v -> v.labels().contains(label)).findFirst();
    }

    Entry withVersions(List<ParameterHistory> next) {
      return new Entry(name, List.copyOf(next), tags);
    }
  }

  private final Place place;
  private final Table<Entry> entries;

  Parameters(Place place, Store store) {
    this.place = place;
    this.entries = store.table(place.region() + "/ssm.parameters", Entry.class);
  }

  /** The parameter called {@code name}, or by its ARN. */
  Optional<Entry> find(String name) {
    var arn = place.arn("ssm", "parameter");
    if (!name.startsWith(arn + "/")) {
      return entries.get(name);
    }
    var path = name.substring(arn.length());
    return entries.get(path).or(() -> entries.get(path.substring(1)));
  }

  Entry get(String name) {
    return find(String.valueOf(name)).orElseThrow(() -> Refusal.noParameter(name));
  }

  List<Entry> all() {
    return entries.values();
  }

  void put(Entry entry) {
    entries.put(entry.name(), entry);
  }

  void remove(String name) {
    entries.remove(name);
  }

  String arn(String name) {
    return place.arn("ssm", "parameter" + (name.startsWith("/") ? "" : "/") + name);
  }
}
