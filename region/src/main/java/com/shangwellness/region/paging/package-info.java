/** Answers in pages, for operations with a NextToken. */
package com.shangwellness.region.paging;
