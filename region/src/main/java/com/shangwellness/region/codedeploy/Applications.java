package com.shangwellness.region.codedeploy;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import software.amazon.awssdk.services.codedeploy.model.ApplicationAlreadyExistsException;
import software.amazon.awssdk.services.codedeploy.model.ApplicationInfo;
import software.amazon.awssdk.services.codedeploy.model.ComputePlatform;
import software.amazon.awssdk.services.codedeploy.model.CreateApplicationRequest;
import software.amazon.awssdk.services.codedeploy.model.InvalidApplicationNameException;
import software.amazon.awssdk.services.codedeploy.model.InvalidComputePlatformException;

/** Applications of the ECS compute platform. */
final class Applications {

  private static final int LONGEST_NAME = 100;

  private final Table<ApplicationInfo> table;
  private final Timeline timeline;
  private final Ids ids;

  Applications(Place place, Timeline timeline, Store store, Ids ids) {
    this.table = store.table(place.region() + "/codedeploy.applications", ApplicationInfo.class);
    this.timeline = timeline;
    this.ids = ids;
  }

  ApplicationInfo create(CreateApplicationRequest request) {
    var name = requireName(request.applicationName());
    requireEcs(request.computePlatform());
    if (table.contains(name)) {
      throw Refusals.because(
          ApplicationAlreadyExistsException.builder(), "Application already exists: " + name);
    }
    return table.put(
        name,
        ApplicationInfo.builder()
            .applicationId(ids.uuid())
            .applicationName(name)
            .computePlatform(ComputePlatform.ECS)
            .createTime(timeline.now())
            .linkedToGitHub(false)
            .build());
  }

  private static String requireName(String name) {
    if (name == null || name.isEmpty()) {
      throw Refusals.noApplicationName();
    }
    if (name.length() > LONGEST_NAME) {
      throw Refusals.because(
          InvalidApplicationNameException.builder(),
          "The application name " + name + " is longer than " + LONGEST_NAME + " characters.");
    }
    return name;
  }

  // The default of the API is Server.
  static void requireEcs(ComputePlatform platform) {
    if (platform != ComputePlatform.ECS) {
      throw Refusals.because(
          InvalidComputePlatformException.builder(),
          "The compute platform %s is not acted on in this region; ECS is."
              .formatted(platform == null ? ComputePlatform.SERVER : platform));
    }
  }

  ApplicationInfo require(String name) {
    requireName(name);
    return table.get(name).orElseThrow(() -> Refusals.noApplication(name));
  }

  List<String> names() {
    return table.keys();
  }

  List<ApplicationInfo> named(List<String> names) {
    return names.stream().map(this::require).toList();
  }

  /** Without effect when there is none, as with AWS. */
  void delete(String name) {
    table.remove(requireName(name));
  }

  boolean contains(String name) {
    return table.contains(name);
  }
}
