/**
 * A whole deployment: check the account, deploy the stacks, push the image, wait until it serves.
 */
package com.shangwellness.ops.rollout;
