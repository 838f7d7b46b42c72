/** Time: the region's only clock and only scheduler, paced for people and virtual for tests. */
package com.shangwellness.region.timeline;
