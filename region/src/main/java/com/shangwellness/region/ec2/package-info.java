/**
 * The network part of Amazon EC2: VPCs and what is in them. Addresses, references and dependencies
 * are real; packets are not filtered by it.
 */
package com.shangwellness.region.ec2;
