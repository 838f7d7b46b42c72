/** AWS Systems Manager, of which the region has the parameter store. */
package com.shangwellness.region.ssm;
