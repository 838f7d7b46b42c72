package com.shangwellness.region.tasks;

import java.util.List;

/**
 * What becomes of a container. Each event is an action of the timeline. A container either {@link
 * #failed} and nothing else, or it {@link #started}, then perhaps gave {@link #output}, then {@link
 * #exited} or was {@link #outOfMemory}. A runtime in trouble may tell late, twice, in another order
 * or not at all: whoever listens must bear it.
 */
public interface ContainerEvents {

  /** Its process runs. */
  void started(Started how);

  /** It wrote these lines, without their line ends. */
  void output(List<String> lines);

  /**
   * Its process is gone, and all that it had started.
   *
   * @param exitCode 128 + n when signal n ended it
   */
  void exited(int exitCode);

  /**
   * It used more memory than it may and was killed with all that it had started. Who listens to
   * exits only hears of one by SIGKILL.
   */
  default void outOfMemory() {
    exited(KILLED);
  }

  /** The exit code of a process that SIGKILL ended. */
  int KILLED = 137;

  /**
   * It never ran.
   *
   * @param reason as ECS says it, beginning with {@code CannotPullContainerError} or {@code
   *     CannotStartContainerError}
   */
  void failed(String reason);
}
