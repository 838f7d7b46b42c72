/** Amazon SNS: topics, who is subscribed to them, and messages that really arrive. */
package com.shangwellness.region.sns;
