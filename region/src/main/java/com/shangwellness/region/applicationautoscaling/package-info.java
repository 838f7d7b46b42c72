/** Application Auto Scaling: keeps the desired count of ECS services where policies want it. */
package com.shangwellness.region.applicationautoscaling;
