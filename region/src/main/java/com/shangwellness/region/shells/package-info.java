/** The port to the machine's shells, in which the commands of builds run: real and simulated. */
package com.shangwellness.region.shells;
