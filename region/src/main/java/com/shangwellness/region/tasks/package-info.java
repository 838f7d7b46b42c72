/**
 * The port through which tasks really run: as processes of this machine, or simulated on virtual
 * time.
 */
package com.shangwellness.region.tasks;
