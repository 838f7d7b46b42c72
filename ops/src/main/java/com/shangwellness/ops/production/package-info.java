/** What production looks like right now, read from the AWS API alone. */
package com.shangwellness.ops.production;
