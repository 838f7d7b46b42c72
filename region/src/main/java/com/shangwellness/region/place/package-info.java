/** Where resources live and how they are called: account, region, ARNs, generated ids. */
package com.shangwellness.region.place;
