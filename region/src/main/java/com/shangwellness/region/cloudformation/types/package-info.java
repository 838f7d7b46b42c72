/**
 * The tables of resource types, one class per service; how they are written is said at {@link
 * com.shangwellness.region.cloudformation}.
 */
package com.shangwellness.region.cloudformation.types;
