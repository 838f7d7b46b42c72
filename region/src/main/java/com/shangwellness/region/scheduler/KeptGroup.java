package com.shangwellness.region.scheduler;

import java.util.Map;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupSummary;

/**
 * A group of schedules.
 *
 * @param summary as ListScheduleGroups gives it
 * @param tags its tags
 */
record KeptGroup(ScheduleGroupSummary summary, Map<String, String> tags) {

  String name() {
    return summary.name();
  }

  KeptGroup withTags(Map<String, String> changed) {
    return new KeptGroup(summary, Map.copyOf(changed));
  }
}
