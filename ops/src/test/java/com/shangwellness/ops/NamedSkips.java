package com.shangwellness.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Names the tests that could not run on this machine, among the last lines of the build: a skipped
 * test must not pass for a green one.
 */
final class NamedSkips implements TestWatcher, AfterAllCallback {
  private final List<String> skipped = new ArrayList<>();

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    skipped.add(context.getDisplayName() + ": " + cause.getMessage());
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    skipped.add(context.getDisplayName() + ": " + reason.orElse("disabled"));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    skipped.forEach(line -> System.out.println("NOT TESTED on this machine: " + line));
  }
}
