package com.shangwellness.region.ecs;

/**
 * The states of a task, in the order in which it passes through them: ECS guide, "Task lifecycle".
 */
enum TaskState {
  PROVISIONING,
  PENDING,
  ACTIVATING,
  RUNNING,
  DEACTIVATING,
  STOPPING,
  DEPROVISIONING,
  STOPPED
}
