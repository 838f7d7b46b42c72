/**
 * Addresses and names: where a VPC's addresses are served on this machine, and how its names are
 * resolved.
 */
package com.shangwellness.region.network;
