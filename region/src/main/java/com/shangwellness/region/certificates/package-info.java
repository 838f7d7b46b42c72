/**
 * The region's own certificate authority, which every process that the region starts is told to
 * trust.
 */
package com.shangwellness.region.certificates;
