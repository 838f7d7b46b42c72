package com.shangwellness.region.cloudformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.cloudformation.ResourceRecord.State;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;

/**
 * Makes the calls that resources need. Each is an action of its own: one that fails is undone and
 * fails its resource and nothing else; one that succeeds is committed together with what the stack
 * notes about it. Whether a resource has become stable is asked again by events.
 */
final class ResourceCalls {

  private static final Duration POLL = Duration.ofMillis(500);
  // How long something that is still in use is tried again, and how often.
  private static final Duration IN_USE = Duration.ofMinutes(2);
  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final int RANDOM_END = 12;

  private final Store store;
  private final Timeline timeline;
  private final Ids ids;
  private final Stacks stacks;
  private final ResourceTypes types;
  private final DynamicReferences dynamic;
  // Goes on with the stack of that id, once a resource has got somewhere.
  private final Consumer<String> advance;

  ResourceCalls(
      Store store,
      Timeline timeline,
      Ids ids,
      Stacks stacks,
      ResourceTypes types,
      DynamicReferences dynamic,
      Consumer<String> advance) {
    this.store = store;
    this.timeline = timeline;
    this.ids = ids;
    this.stacks = stacks;
    this.types = types;
    this.dynamic = dynamic;
    this.advance = advance;
  }

  /** Has the call made that the status of {@code resource} speaks of, in an action of its own. */
  void begin(ResourceRecord resource) {
    var key = Stacks.keyOf(resource);
    store.afterCommit(() -> attempt(key, resource));
  }

  /** Carries on with a resource that was under way when the region stopped. */
  void carryOn(ResourceRecord resource) {
    if (resource.called()) {
      askAgain(Stacks.keyOf(resource), resource);
    } else {
      begin(resource);
    }
  }

  private void attempt(String key, ResourceRecord resource) {
    var what = what(resource);
    var unused =
        timeline
            .call(
                what,
                () -> {
                  call(key);
                  return key;
                })
            .whenComplete(
                (done, error) -> {
                  if (error != null) {
                    timeline.post(what + ": failed", () -> refused(key, resource, error));
                  }
                });
  }

  private static String what(ResourceRecord resource) {
    var verb = resource.status().toString().split("_", -1)[0].toLowerCase(Locale.ROOT);
    return verb + " " + resource.type() + " " + resource.logicalId();
  }

  private void call(String key) {
    var found = stacks.byKey(key).filter(r -> r.inProgress() && !r.called());
    if (found.isEmpty()) {
      return;
    }
    var resource = found.get();
    if (resource.status() == ResourceStatus.DELETE_IN_PROGRESS) {
      delete(resource);
    } else if (resource.now().exists()) {
      update(resource);
    } else {
      create(resource);
    }
  }

  private void create(ResourceRecord resource) {
    var type = type(resource);
    var created = type.create(view(resource, resource.now()));
    var called =
        resource.calledBy(true).now(resource.now().created(created.id(), created.attributes()));
    stacks.announce(called, Reasons.INITIATED);
    ask(stacks.put(called));
  }

  private void update(ResourceRecord resource) {
    var before = view(resource, resource.before()).properties();
    type(resource).update(new Update(before, view(resource, resource.now())));
    ask(stacks.put(resource.calledBy(true)));
  }

  private void delete(ResourceRecord resource) {
    var type = type(resource);
    type.delete(view(resource, resource.now()), Policies.snapshot(resource, type));
    ask(stacks.put(resource.calledBy(true)));
  }

  /** Looks how far {@code resource} is, and either ends its status or looks again later. */
  private void ask(ResourceRecord resource) {
    if (resource.status() == ResourceStatus.DELETE_IN_PROGRESS) {
      if (type(resource).gone(view(resource, resource.now()))) {
        ends(resource, ResourceStatus.DELETE_COMPLETE, "");
      } else {
        notYet(resource);
      }
      return;
    }
    switch (type(resource).stability(view(resource, resource.now()))) {
      case Stability.Stable() -> stable(resource);
      case Stability.Failed(var reason) -> fails(resource, reason);
      case Stability.Waiting() -> notYet(resource);
    }
  }

  private void stable(ResourceRecord resource) {
    var type = type(resource);
    ObjectNode attributes = resource.now().attributes().deepCopy();
    attributes.setAll(type.attributesOnceStable(view(resource, resource.now())));
    var complete =
        resource.status() == ResourceStatus.CREATE_IN_PROGRESS
            ? ResourceStatus.CREATE_COMPLETE
            : ResourceStatus.UPDATE_COMPLETE;
    ends(
        resource.now(resource.now().created(resource.now().id(), attributes)),
        complete,
        type.recorded() ? Reasons.recorded(type.name()) : "");
  }

  private void notYet(ResourceRecord resource) {
    if (timeline.now().isAfter(resource.deadline())) {
      fails(resource, Reasons.NOT_STABLE);
    } else {
      var key = Stacks.keyOf(resource);
      store.afterCommit(() -> askAgain(key, resource));
    }
  }

  private void askAgain(String key, ResourceRecord resource) {
    var unused =
        timeline.after(POLL, what(resource) + ": look", () -> lookAgain(key, resource.operation()));
  }

  private void lookAgain(String key, String operation) {
    stacks
        .byKey(key)
        .filter(r -> r.operation().equals(operation) && r.inProgress() && r.called())
        .ifPresent(
            resource -> {
              try {
                ask(resource);
              } catch (RuntimeException e) {
                // Looking changes nothing, so there is nothing to undo.
                fails(resource, Reasons.of(resource.logicalId(), e, ids));
              }
            });
  }

  private void refused(String key, ResourceRecord asked, Throwable error) {
    var found =
        stacks
            .byKey(key)
            .filter(r -> r.operation().equals(asked.operation()) && r.inProgress() && !r.called());
    if (found.isEmpty()) {
      return;
    }
    var resource = found.get();
    if (isInUse(resource, error)) {
      var unused = timeline.after(AGAIN, what(resource) + ": again", () -> begin(resource));
    } else {
      fails(resource, Reasons.of(resource.logicalId(), error, ids));
    }
  }

  // What is being let go by others is tried again, as CloudFormation's handlers do.
  private boolean isInUse(ResourceRecord resource, Throwable error) {
    return resource.status() == ResourceStatus.DELETE_IN_PROGRESS
        && timeline.now().isBefore(resource.updated().plus(IN_USE))
        && error instanceof AwsServiceException e
        && Reasons.code(e).matches("(?i).*(DependencyViolation|InUse|InvalidDB.*State).*");
  }

  private void fails(ResourceRecord resource, String reason) {
    var failed =
        switch (resource.status()) {
          case CREATE_IN_PROGRESS -> ResourceStatus.CREATE_FAILED;
          case DELETE_IN_PROGRESS -> ResourceStatus.DELETE_FAILED;
          default -> ResourceStatus.UPDATE_FAILED;
        };
    ends(resource, failed, reason);
  }

  private void ends(ResourceRecord resource, ResourceStatus status, String reason) {
    var unused = stacks.status(resource, status, reason);
    advance.accept(resource.stackId());
  }

  private ResourceType type(ResourceRecord resource) {
    return types
        .find(resource.type())
        .orElseThrow(
            () -> new IllegalStateException(resource.type() + " is in no table of this region"));
  }

  /** The resource as the functions of a table see it, secrets in place. */
  private Resource view(ResourceRecord resource, State state) {
    var stack = stacks.byId(resource.stackId()).orElseThrow();
    // Nothing acts on a recorded resource, so no secret is read for it, or kept.
    var properties =
        type(resource).recorded()
            ? state.properties().deepCopy()
            : dynamic.resolveObject(state.properties());
    if (!state.name().isEmpty()) {
      type(resource)
          .naming()
          .ifPresent(naming -> properties.put(naming.property(), naming.name(state.name())));
    }
    return new Resource(
        stack.name(),
        stack.id(),
        resource.logicalId(),
        state.exists()
            ? state.id()
            : state.name().isEmpty() ? generated(stack, resource) : state.name(),
        new Properties(properties),
        new Properties(state.attributes()));
  }

  /** A name for a resource that its template does not name. */
  String generated(StackRecord stack, ResourceRecord resource) {
    return stack.name()
        + "-"
        + resource.logicalId()
        + "-"
        + ids.alphanumeric(RANDOM_END).toUpperCase(Locale.ROOT);
  }
}
