/**
 * Brings a cloud assembly into an account by CloudFormation change sets, alike for both targets.
 */
package com.shangwellness.ops.deploy;
