/**
 * Amazon CloudWatch Logs: groups, streams and events, kept in append-only files until their
 * retention ends.
 */
package com.shangwellness.region.cloudwatchlogs;
