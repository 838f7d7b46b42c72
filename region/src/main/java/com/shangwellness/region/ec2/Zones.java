package com.shangwellness.region.ec2;

import com.shangwellness.region.place.Place;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.AvailabilityZoneState;
import software.amazon.awssdk.services.ec2.model.Filter;

/** The region's availability zones: a, b and c. */
final class Zones {

  private static final Filters<AvailabilityZone> FILTERS =
      Filters.<AvailabilityZone>byTags(zone -> List.of())
          .with("region-name", AvailabilityZone::regionName)
          .with("zone-name", AvailabilityZone::zoneName)
          .with("zone-id", AvailabilityZone::zoneId)
          .with("zone-type", AvailabilityZone::zoneType)
          .with("group-name", AvailabilityZone::groupName)
          .with("opt-in-status", AvailabilityZone::optInStatusAsString)
          .with("state", AvailabilityZone::stateAsString);

  private final List<AvailabilityZone> zones;

  Zones(Place place) {
    this.zones = Stream.of('a', 'b', 'c').map(letter -> zone(place, letter)).toList();
  }

  private static AvailabilityZone zone(Place place, char letter) {
    return AvailabilityZone.builder()
        .zoneName(place.zone(letter))
        .zoneId(code(place.region()) + "-az" + (letter - 'a' + 1))
        .regionName(place.region())
        .groupName(place.region() + "-zg-1")
        .networkBorderGroup(place.region())
        .zoneType("availability-zone")
        .optInStatus("opt-in-not-required")
        .state(AvailabilityZoneState.AVAILABLE)
        .messages(List.of())
        .build();
  }

  /** A region's short name: {@code aps1} for {@code ap-south-1}, {@code use1} for us-east-1. */
  private static String code(String region) {
    var parts = region.split("-", -1);
    var compass =
        parts[1]
            .replace("north", "n")
            .replace("south", "s")
            .replace("east", "e")
            .replace("west", "w")
            .replace("central", "c");
    return (parts[0] + compass + parts[2]).toLowerCase(Locale.ROOT);
  }

  List<AvailabilityZone> describe(List<String> names, List<String> ids, List<Filter> filters) {
    for (var name : names) {
      if (zones.stream().noneMatch(zone -> zone.zoneName().equals(name))) {
        throw Refusal.of("InvalidParameterValue", "Invalid availability zone: [" + name + "]");
      }
    }
    return zones.stream()
        .filter(zone -> names.isEmpty() || names.contains(zone.zoneName()))
        .filter(zone -> ids.isEmpty() || ids.contains(zone.zoneId()))
        .filter(FILTERS.matching(filters))
        .toList();
  }

  /** The zone of a new subnet: by name, by id, or the first. */
  AvailabilityZone forSubnet(String name, String id) {
    var wanted = name == null ? id : name;
    return zones.stream()
        .filter(
            zone ->
                wanted == null || zone.zoneName().equals(wanted) || zone.zoneId().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.value(
                    "availabilityZone",
                    wanted,
                    "Subnets can currently only be created in the following availability zones: "
                        + zones.stream()
                            .map(AvailabilityZone::zoneName)
                            .collect(Collectors.joining(", "))
                        + "."));
  }
}
