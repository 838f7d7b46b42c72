/** What happens while a command works, told to whoever draws it. */
package com.shangwellness.ops.progress;
