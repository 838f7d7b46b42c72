package com.shangwellness.region.ecs;

import java.util.List;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** A revision of a task definition, with its tags. */
record KeptTaskDefinition(TaskDefinition definition, List<Tag> tags) {

  KeptTaskDefinition with(TaskDefinition changed) {
    return new KeptTaskDefinition(changed, tags);
  }

  KeptTaskDefinition withTags(List<Tag> changed) {
    return new KeptTaskDefinition(definition, changed);
  }
}
