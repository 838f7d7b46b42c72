/** What tests of services share. */
package com.shangwellness.region.testing;
