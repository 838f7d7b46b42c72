/** What a command prints: on a terminal and where there is none. */
package com.shangwellness.ops.screen;
