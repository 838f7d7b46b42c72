package com.shangwellness.region.cloudwatch;

import java.time.Instant;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * An alarm that went from one state to another.
 *
 * @param alarm as it is now
 * @param before the state that it left
 * @param at region time
 */
public record StateChange(AlarmView alarm, StateValue before, Instant at) {}
