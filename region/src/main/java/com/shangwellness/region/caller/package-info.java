/** Who asks: the identity that travels along with every action. */
package com.shangwellness.region.caller;
