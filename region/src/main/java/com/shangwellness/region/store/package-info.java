/**
 * What the region remembers: tables of immutable values, one transaction per action, safe against a
 * crash at any moment.
 */
package com.shangwellness.region.store;
