/** What production costs a month, from its templates and a dated list of prices. */
package com.shangwellness.ops.cost;
