package com.shangwellness.region.ecs;

import com.shangwellness.region.ecs.KeptService.Rollout;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.Tag;

/** What a service's tasks are to be, for {@link TaskPlacement}. */
final class TaskOrders {

  private final TaskDefinitions definitions;

  TaskOrders(TaskDefinitions definitions) {
    this.definitions = definitions;
  }

  /** A task of one deployment or task set. */
  TaskPlacement.Order of(KeptService service, Rollout rollout) {
    var model = service.service();
    var definition = definitions.get(rollout.taskDefinition());
    return new TaskPlacement.Order(
        model.clusterArn(),
        definition,
        service.key(),
        rollout.id(),
        rollout.id(),
        "service:" + model.serviceName(),
        rollout.subnets(),
        rollout.securityGroups(),
        rollout.loadBalancers(),
        tags(service, rollout),
        null,
        rollout.platformVersion());
  }

  private List<Tag> tags(KeptService service, Rollout rollout) {
    var tags = new ArrayList<Tag>();
    if (service.service().propagateTags() == PropagateTags.SERVICE) {
      tags.addAll(service.service().tags());
    } else if (service.service().propagateTags() == PropagateTags.TASK_DEFINITION) {
      definitions.find(rollout.taskDefinition()).ifPresent(kept -> tags.addAll(kept.tags()));
    }
    if (Boolean.TRUE.equals(service.service().enableECSManagedTags())) {
      tags.add(tag("aws:ecs:clusterName", Clusters.name(service.service().clusterArn())));
      tags.add(tag("aws:ecs:serviceName", service.service().serviceName()));
    }
    return tags;
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
