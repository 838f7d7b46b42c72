/** The operating system's processes that the region starts: tasks, databases, builds. */
package com.shangwellness.region.processes;
