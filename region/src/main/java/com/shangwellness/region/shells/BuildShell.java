package com.shangwellness.region.shells;

import com.shangwellness.region.processes.MachineTime;

/**
 * Runs the commands of builds, each in a shell of its own. Answers come as events on the timeline,
 * never as a blocked call.
 */
public interface BuildShell extends MachineTime {

  /** The exit code of a command that was killed: 128 and the number of SIGKILL. */
  int KILLED = 137;

  /**
   * Runs a command; of each build one at a time. What it leaves running in the background is left
   * alone until {@link #end}.
   */
  void run(ShellCommand command, ShellEvents events);

  /**
   * Ends whatever still runs of a build: its command, which then exits with {@link #KILLED}, and
   * what was left in the background.
   *
   * @param build its id
   * @param ended told once none of it runs any more; the folder of the build is free then
   */
  void end(String build, Runnable ended);
}
