/** Zip files: sources and artifacts as builds and pipelines hand them on. */
package com.shangwellness.region.archives;
