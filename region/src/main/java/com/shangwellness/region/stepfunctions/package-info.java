/**
 * AWS Step Functions: state machines in the Amazon States Language with JSONPath, whose tasks are
 * calls of this region's services ("AWS SDK integrations").
 */
package com.shangwellness.region.stepfunctions;
