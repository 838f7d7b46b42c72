/** The region's process on this machine and the folder that keeps its state. */
package com.shangwellness.ops.machine;
