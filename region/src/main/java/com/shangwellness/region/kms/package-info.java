/** AWS Key Management Service: keys that really encrypt. */
package com.shangwellness.region.kms;
