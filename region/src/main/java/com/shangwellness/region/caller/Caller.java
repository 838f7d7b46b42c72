package com.shangwellness.region.caller;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who asks for what is being done. Bound by the wire for each request, captured by the timeline
 * with each action; a service that acts for a role binds that role.
 *
 * @param principal the ARN of the user or of the role's session
 * @param account the twelve-digit account
 * @param region the AWS region that is asked, for example {@code ap-south-1}
 * @param requestId the request's id, as the answer's {@code x-amzn-RequestId} gives it
 * @param pace how fast the caller wants region time to pass for what is begun; 0 for no wish
 */
public record Caller(
    String principal, String account, String region, String requestId, double pace) {

  private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

  /** A caller without a wish for a pace. */
  public Caller(String principal, String account, String region, String requestId) {
    this(principal, account, region, requestId, 0);
  }

  /** The caller of what is running now; empty for what the region does on its own. */
  public static Optional<Caller> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /**
   * The service {@code name} itself, {@code rds.amazonaws.com}, for what it does with resources
   * that it manages for others.
   */
  public static Caller ofService(String name, String account, String region) {
    return new Caller(
        name + ".amazonaws.com", account, region, current().map(Caller::requestId).orElse(""));
  }

  /** Gives what {@code action} gives when it is run for this caller. */
  public <T> T call(Supplier<T> action) {
    return ScopedValue.where(CURRENT, this).call(action::get);
  }

  /** Runs {@code action} for this caller. */
  public void run(Runnable action) {
    ScopedValue.where(CURRENT, this).run(action);
  }
}
