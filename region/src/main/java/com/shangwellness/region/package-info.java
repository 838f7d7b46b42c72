/** An AWS region inside a JVM: serves the AWS API on loopback and really does what it says. */
package com.shangwellness.region;
