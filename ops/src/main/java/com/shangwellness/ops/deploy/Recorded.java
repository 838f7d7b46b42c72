package com.shangwellness.ops.deploy;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** Resources that a region keeps and checks but does not act on; each says so in its event. */
public final class Recorded {
  private static final String MARK = "RECORDED";

  private Recorded() {}

  /** The recorded resources of {@code names}, by type. */
  public static Map<String, Set<String>> in(Stacks stacks, Collection<String> names) {
    var byType = new TreeMap<String, Set<String>>();
    for (var name : names) {
      // The latest event of a resource decides: what was deleted, or is acted on now, is not told.
      var latest = new HashMap<String, StackEvent>();
      stacks
          .eventsAfter(name, "")
          .forEach(
              event -> {
                if (isRecorded(event) || event.resourceStatusAsString().startsWith("DELETE")) {
                  latest.put(event.logicalResourceId(), event);
                }
              });
      latest.values().stream()
          .filter(Recorded::isRecorded)
          .forEach(
              event ->
                  byType
                      .computeIfAbsent(event.resourceType(), type -> new TreeSet<>())
                      .add(event.logicalResourceId()));
    }
    return byType;
  }

  private static boolean isRecorded(StackEvent event) {
    return Objects.requireNonNullElse(event.resourceStatusReason(), "").startsWith(MARK);
  }
}
