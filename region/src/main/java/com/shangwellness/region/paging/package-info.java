/** Long lists, given page by page. */
package com.shangwellness.region.paging;
