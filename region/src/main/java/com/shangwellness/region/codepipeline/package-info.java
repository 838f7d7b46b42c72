/**
 * AWS CodePipeline: executions that carry a change through stages of actions, one execution in a
 * stage at a time.
 */
package com.shangwellness.region.codepipeline;
