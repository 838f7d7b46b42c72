/** Amazon EventBridge: events of the services, rules that match them, and their targets. */
package com.shangwellness.region.eventbridge;
