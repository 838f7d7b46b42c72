package com.shangwellness.infra.settings;

import java.util.List;

/** A settings file that cannot be used. */
public final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> mistakes;

  InvalidSettings(List<String> mistakes) {
    super(String.join(System.lineSeparator(), mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** Every mistake, a line each: file, field, value, what is allowed. */
  public List<String> mistakes() {
    return mistakes;
  }
}
