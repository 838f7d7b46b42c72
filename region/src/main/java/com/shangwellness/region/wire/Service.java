package com.shangwellness.region.wire;

import java.util.Optional;
import software.amazon.awssdk.core.SdkClient;

/**
 * A service of a region: what is known of its API, and what answers.
 *
 * @param target what carries its operations out
 */
record Service(ServiceModel model, Target target) {

  /** Carries operations out. */
  @FunctionalInterface
  interface Target {
    /**
     * Carries {@code operation} out.
     *
     * @param stream the RequestBody or ResponseTransformer of an operation that streams
     * @throws Throwable what the operation threw
     */
    Object call(Operation operation, Object request, Optional<Object> stream) throws Throwable;
  }

  /** The service that {@code implementation}, an SDK client, is. */
  static Service of(ServiceModel model, SdkClient implementation) {
    return new Service(
        model,
        (operation, request, stream) ->
            stream.isPresent()
                ? operation.method().invoke(implementation, request, stream.get())
                : operation.method().invoke(implementation, request));
  }

  /**
   * Carries {@code operation} out.
   *
   * @throws NotSupported when the service does not override the SDK interface's default method
   */
  Object call(Operation operation, Object request, Optional<Object> stream) {
    try {
      return target.call(operation, request, stream);
    } catch (UnsupportedOperationException e) {
      throw isDefault(e)
          ? new NotSupported(this + " does not offer " + operation.name() + " here", e)
          : e;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(operation.name() + " threw a checked exception", e);
    }
  }

  // Thrown by the interface itself, and not, say, by an immutable list inside the service.
  private boolean isDefault(UnsupportedOperationException e) {
    var trace = e.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().equals(model.api().getName());
  }

  @Override
  public String toString() {
    return model.signingName();
  }

  /** The region does not offer the operation. */
  static final class NotSupported extends RuntimeException {
    NotSupported(String message, UnsupportedOperationException cause) {
      super(message, cause);
    }
  }
}
