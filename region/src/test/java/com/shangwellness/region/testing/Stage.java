package com.shangwellness.region.testing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;

/** A place, virtual time and a store in memory, for the tests of one service or of a few. */
public final class Stage {

  /** The account of the tests. */
  public static final String ACCOUNT = "123456789012";

  public final Place place = new Place(ACCOUNT, "ap-south-1");
  public final Store store;
  public final VirtualTimeline timeline;
  public final Random random = new Random(1);
  public final Ids ids = new Ids(random);

  /** A stage with nothing kept. */
  public Stage() {
    this(Store.inMemory(), Instant.parse("2026-01-01T00:00:00Z"));
  }

  /** A stage on a store that may hold something already, at {@code now}. */
  public Stage(Store store, Instant now) {
    this.store = store;
    this.timeline = new VirtualTimeline(now, store);
  }

  /** Asks as a request does: one action, one transaction; throws what the service throws. */
  public <T> T ask(Supplier<T> question) {
    var answer = timeline.call("test", question);
    if (!answer.isDone()) {
      throw new IllegalStateException("a question was asked inside a question");
    }
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Asks as {@code principal}. */
  public <T> T askAs(String principal, Supplier<T> question) {
    var answer = new java.util.ArrayList<T>();
    new Caller(principal, ACCOUNT, "ap-south-1", "r-1").run(() -> answer.add(ask(question)));
    return answer.getFirst();
  }

  /** The refusal that a question must meet. */
  public AwsServiceException refusal(Supplier<?> question) {
    var refusal = catchThrowableOfType(AwsServiceException.class, () -> ask(question));
    if (refusal == null) {
      throw new AssertionError("it was not refused");
    }
    return refusal;
  }

  /** The refusal as {@code code: message}, the code as the wire gives it. */
  public String refused(Supplier<?> question) {
    var refusal = refusal(question);
    return refusal.awsErrorDetails().errorCode() + ": " + AwsErrors.message(refusal);
  }

  /**
   * Makes a role that a service may act for.
   *
   * @param service such as {@code states.amazonaws.com}
   */
  public void role(IamClient iam, String name, String service) {
    ask(
        () ->
            iam.createRole(
                r ->
                    r.roleName(name)
                        .assumeRolePolicyDocument(
                            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                                + "\"Principal\":{\"Service\":\""
                                + service
                                + "\"}}}")));
  }

  /** Lets time pass. */
  public void passes(Duration duration) {
    timeline.passes(duration);
  }
}
