package com.shangwellness.region.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What goes wrong between one service and another: an operation fails once, or until it is told.
 */
public final class Troubles {

  private record Trouble(Supplier<RuntimeException> failure, boolean lasts) {}

  private final Map<String, Trouble> byOperation = new HashMap<>();

  /** {@code service}, with what goes wrong. */
  <T> T between(Class<T> client, T service) {
    return client.cast(
        Proxy.newProxyInstance(
            client.getClassLoader(),
            new Class<?>[] {client},
            (proxy, method, arguments) -> {
              fail(method.getName());
              try {
                return method.invoke(service, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private void fail(String operation) {
    var trouble = byOperation.get(operation);
    if (trouble != null) {
      if (!trouble.lasts()) {
        byOperation.remove(operation);
      }
      throw trouble.failure().get();
    }
  }

  /** The operation fails when it is called next. */
  public void once(String operation, Supplier<RuntimeException> failure) {
    byOperation.put(operation, new Trouble(failure, false));
  }

  /** The operation fails each time. */
  public void always(String operation, Supplier<RuntimeException> failure) {
    byOperation.put(operation, new Trouble(failure, true));
  }

  /** Whether the failure that was to come once has come. */
  public boolean areOver() {
    return byOperation.isEmpty();
  }

  /** All goes well again. */
  public void end() {
    byOperation.clear();
  }
}
