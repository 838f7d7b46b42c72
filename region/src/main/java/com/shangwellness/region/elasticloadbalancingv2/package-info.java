/** Elastic Load Balancing: Application Load Balancers and their target groups. */
package com.shangwellness.region.elasticloadbalancingv2;
