/** A release: what is handed to CodeDeploy. */
package com.shangwellness.ops.release;
