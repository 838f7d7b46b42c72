/** What CloudWatch knows of production: its dashboard's graphs and its alarms. */
package com.shangwellness.ops.monitoring;
