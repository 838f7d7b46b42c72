package com.shangwellness.ops.monitoring;

import java.util.List;

/**
 * An alarm as it stands. Its fields are also what {@code shang alarms --json} prints.
 *
 * @param name its name
 * @param purpose {@code watch}: it tells somebody; {@code scaling}: it is how the service grows and
 *     shrinks, and rings whenever the service may
 * @param region such as {@code ap-south-1}
 * @param state {@code OK}, {@code ALARM} or {@code INSUFFICIENT_DATA}
 * @param since when it went into that state
 * @param reason why
 * @param description what it is for
 * @param acts whether its actions are on
 * @param history its latest changes, newest first; empty unless asked for
 */
public record AlarmState(
    String name,
    String purpose,
    String region,
    String state,
    String since,
    String reason,
    String description,
    boolean acts,
    List<Change> history) {
  /** Keeps its own copy. */
  public AlarmState {
    history = List.copyOf(history);
  }

  /** Something that happened to an alarm, such as {@code Alarm updated from OK to ALARM}. */
  public record Change(String time, String summary) {}

  /** Whether somebody has to look. */
  public boolean isRinging() {
    return state.equals("ALARM") && purpose.equals("watch");
  }
}
