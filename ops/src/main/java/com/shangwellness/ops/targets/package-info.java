/**
 * Where commands act: an AWS region in a JVM on this machine, or a real AWS account. Only the
 * endpoint differs.
 */
package com.shangwellness.ops.targets;
