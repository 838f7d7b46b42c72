package com.shangwellness.region.tasks;

import com.shangwellness.region.processes.MachineTime;
import com.shangwellness.region.processes.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Runs the containers of tasks. Answers come as events on the timeline, never as a blocked call.
 */
public interface TaskRuntime extends MachineTime {

  /**
   * Starts a container, which is killed once it uses more memory than its specification allows. How
   * soon depends on the runtime: a real one looks at it now and then.
   *
   * <p>One that was started already under this id is left as it is, and nothing more is said about
   * it.
   */
  void start(ContainerSpec spec, ContainerEvents events);

  /**
   * Asks a container to stop (SIGTERM), and kills it when it still runs after {@code grace} of the
   * machine's time. Without effect when it does not run.
   */
  void stop(ContainerId container, Duration grace);

  /**
   * Runs a command inside a container.
   *
   * @param timeout of the machine's time, after which the command is killed
   * @param answer the command's exit code; {@link #COMMAND_FAILED} when it could not be run or took
   *     too long
   */
  void run(ContainerId container, List<String> command, Duration timeout, IntConsumer answer);

  /**
   * Tells what each container that runs has used, once.
   *
   * @param answer those of which nothing is known, because they do not run, are not in it
   */
  void usage(Consumer<Map<ContainerId, Usage>> answer);

  /** The exit code of a command that could not be run, or not be run to its end. */
  int COMMAND_FAILED = 126;
}
