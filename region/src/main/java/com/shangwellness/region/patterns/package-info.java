/**
 * Patterns on the content of JSON, as EventBridge rules and SNS filter policies write them
 * (EventBridge guide, "Comparison operators for use in event patterns").
 */
package com.shangwellness.region.patterns;
