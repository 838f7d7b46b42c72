package com.shangwellness.ops.production;

import com.shangwellness.ops.Failure;
import java.util.List;

/** The log groups that production's stacks hold in one region. */
public final class LogGroups {
  private final List<String> names;

  /** The log groups of {@code production}. */
  public LogGroups(Production production) {
    this.names = production.physicalIds("AWS::Logs::LogGroup").stream().sorted().toList();
  }

  /**
   * The group that a person means: the one of that name, or else the only one whose name contains
   * it.
   *
   * @throws Failure when there is none or more than one, naming those that there are
   */
  public String find(String text) {
    if (names.contains(text)) {
      return text;
    }
    var found = names.stream().filter(name -> name.contains(text)).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw Failure.wrongSettings(
        "--group "
            + text
            + (found.isEmpty() ? " is no log group of ours" : " may be more than one")
            + "; there are: "
            + String.join(", ", found.isEmpty() ? names : found));
  }
}
