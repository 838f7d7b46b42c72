package com.shangwellness.infra.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All that is wrong with one settings file. */
final class Mistakes {
  private final String file;
  private final List<String> lines = new ArrayList<>();
  private final Set<String> fields = new HashSet<>();

  Mistakes(String file) {
    this.file = file;
  }

  /**
   * Notes a mistake: {@code what} goes on from the field's name, as in {@code is 0; it must be …}.
   */
  void add(String field, String what) {
    fields.add(field);
    lines.add(file + ": " + field + " " + what);
  }

  /** Whether nothing was noted against any of these fields, so that they can be compared. */
  boolean noneIn(List<String> others) {
    return others.stream().noneMatch(fields::contains);
  }

  /** One line each, in the order in which they were found. */
  List<String> lines() {
    return List.copyOf(lines);
  }
}
