package com.shangwellness.region.ecs;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.sts.RoleCredentials;
import com.shangwellness.region.sts.RoleCredentials.Holder;
import com.shangwellness.region.timeline.Timeline;
import com.sun.net.httpserver.HttpHandler;
import software.amazon.awssdk.services.sts.StsClient;

/** Which tasks get the credentials of their task role. */
final class TaskCredentials {

  static final String PATH = "/_region/credentials/";

  private final Tasks tasks;
  private final TaskDefinitions definitions;

  private TaskCredentials(Tasks tasks, TaskDefinitions definitions) {
    this.tasks = tasks;
    this.definitions = definitions;
  }

  /** Where a task's SDK gets them. */
  static HttpHandler handler(
      Place place, Timeline timeline, StsClient sts, Tasks tasks, TaskDefinitions definitions) {
    var holders = new TaskCredentials(tasks, definitions);
    return new RoleCredentials(PATH, "ecs-tasks", place, timeline, sts, holders::find);
  }

  private Holder find(String id, String token) {
    var task = tasks.find(id).filter(t -> RoleCredentials.same(t.token(), token));
    if (task.isEmpty()) {
      return new Holder.Refused(403, "AccessDeniedException", "no task has this token");
    }
    if (task.get().state().compareTo(TaskState.STOPPED) >= 0) {
      return new Holder.Refused(404, "NoSuchTask", "the task " + id + " has stopped");
    }
    var definition = definitions.get(task.get().task().taskDefinitionArn());
    return new Holder.Granted(definition.taskRoleArn());
  }
}
