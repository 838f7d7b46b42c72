/** Amazon S3: buckets, their settings, and objects whose contents are files. */
package com.shangwellness.region.s3;
