/** The commands of shang, one a class. */
package com.shangwellness.ops.command;
