/** The way of a change: its source is packed and sent, and the pipeline is watched. */
package com.shangwellness.ops.delivery;
