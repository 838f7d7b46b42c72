/** AWS Security Token Service: who the caller is, and sessions of roles. */
package com.shangwellness.region.sts;
