/**
 * Application Auto Scaling: keeps the desired count of ECS services where policies want it.
 *
 * <p>CloudWatch's alarms say when ({@code Services} hands their actions over, at each evaluation
 * for as long as one rings); {@code PolicyRun} reads the metric and works out how much, by {@code
 * Tracking} or {@code Steps}; {@code Scaler} minds bounds, cooldowns, suspensions and deployments,
 * and is the only one to change a desired count; {@code Activities} tells what came of it. {@code
 * ScheduledActions} moves the bounds themselves. Nothing here measures: a policy acts on what
 * services have told CloudWatch.
 */
package com.shangwellness.region.applicationautoscaling;
