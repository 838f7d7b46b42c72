/**
 * How values become JSON and come back: SDK objects by the SDK's own metadata, records of ours by
 * their components.
 */
package com.shangwellness.region.codec;
