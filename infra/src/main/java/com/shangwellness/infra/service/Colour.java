package com.shangwellness.infra.service;

import java.util.Locale;

/** The two target groups that take turns: one serves, the other waits for the next release. */
enum Colour {
  BLUE,
  GREEN;

  /** As it appears in names and parameters. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As it appears in the names of outputs. */
  String title() {
    return name().charAt(0) + word().substring(1);
  }
}
