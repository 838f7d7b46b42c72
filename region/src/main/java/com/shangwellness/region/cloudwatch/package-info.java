/** Amazon CloudWatch: metrics, the mathematics on them, and alarms that act. */
package com.shangwellness.region.cloudwatch;
