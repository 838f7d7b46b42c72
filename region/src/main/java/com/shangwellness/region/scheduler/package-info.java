/** Amazon EventBridge Scheduler: targets that are invoked when it is time. */
package com.shangwellness.region.scheduler;
