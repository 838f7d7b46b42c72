package com.shangwellness.region.tasks;

import java.util.regex.Pattern;

/**
 * One container of one task.
 *
 * @param task the task's id, hexadecimal digits
 * @param container the container's name, as in the task definition
 */
public record ContainerId(String task, String container) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  /** Both parts become folder names, so neither may be more than a name. */
  public ContainerId {
    if (!NAME.matcher(task).matches() || !NAME.matcher(container).matches()) {
      throw new IllegalArgumentException(
          task + "/" + container + " is no container: both must match " + NAME);
    }
  }

  @Override
  public String toString() {
    return task + "/" + container;
  }
}
