/**
 * The gate between an image and its release: what the registry's scan has found. It needs nothing
 * but the JDK and Jackson, so that the build runs these very sources.
 */
package com.shangwellness.ops.scan;
