/** AWS Certificate Manager: certificates that it issues itself, and that load balancers serve. */
package com.shangwellness.region.acm;
