/**
 * The port to databases: real MySQL-compatible servers, and simulated ones. Commands return at
 * once; answers come as events on the timeline.
 */
package com.shangwellness.region.database;
