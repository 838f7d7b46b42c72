/** Amazon ECS on Fargate: what is defined, what is desired, and the tasks that really run. */
package com.shangwellness.region.ecs;
