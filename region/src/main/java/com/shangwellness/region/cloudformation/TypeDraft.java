package com.shangwellness.region.cloudformation;

import com.shangwellness.region.codec.SdkMapping;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.CopyableBuilder;
import software.amazon.awssdk.utils.builder.ToCopyableBuilder;

/**
 * The lines of one type in a table. Every line is optional: what is not said is the usual.
 *
 * <p>A property that neither the requests nor a line of the table deals with fails the resource
 * with a clear reason, so that nothing in a template is passed over in silence.
 *
 * @param <O> what creating the resource answers
 */
public final class TypeDraft<O> {

  // "Handlers time out after 36 hours at most"; nothing that production creates takes an hour.
  private static final Duration PATIENCE = Duration.ofHours(1);

  final String name;
  final Requests requests;
  final Function<Resource, O> create;
  final Set<String> operations = new LinkedHashSet<>();
  final Map<String, String> ignored = new TreeMap<>();
  final Set<String> byHand = new TreeSet<>();
  final Map<String, Consumer<Update>> onChange = new LinkedHashMap<>();
  final Map<String, Consumer<Resource>> settings = new LinkedHashMap<>();
  final Map<String, Function<O, ?>> attributes = new TreeMap<>();
  final Map<String, Function<Resource, ?>> attributesOnceStable = new TreeMap<>();
  BiFunction<Resource, O, String> ref = (resource, created) -> resource.id();
  Optional<Naming> naming = Optional.empty();
  Optional<Supplier<? extends SdkPojo>> updateRequest = Optional.empty();
  Optional<Consumer<Update>> update = Optional.empty();
  Consumer<Resource> delete = resource -> {};
  Optional<Consumer<Resource>> snapshotAndDelete = Optional.empty();
  Predicate<Resource> stable = resource -> true;
  Function<Resource, Optional<String>> failed = resource -> Optional.empty();
  Predicate<Resource> gone = resource -> true;
  Predicate<Update> replaced = update -> false;
  Duration patience = PATIENCE;
  boolean updatedAlways;

  TypeDraft(String name, Function<Resource, O> create) {
    this(name, new Requests(name), create);
  }

  private TypeDraft(String name, Requests requests, Function<Resource, O> create) {
    this.name = name;
    this.requests = requests;
    this.create = create;
  }

  static <R extends ToCopyableBuilder<B, R>, B extends SdkPojo & CopyableBuilder<B, R>, O>
      TypeDraft<O> created(
          String name, Supplier<B> builder, BiConsumer<B, Resource> more, Function<R, O> call) {
    var requests = new Requests(name);
    var draft =
        new TypeDraft<O>(
            name,
            requests,
            resource -> call.apply(requests.whole(builder.get(), more, resource).build()));
    draft.operations.add(operation(builder));
    return draft;
  }

  // ---- names and properties

  /**
   * The property that is the resource's name. When the template does not give it, CloudFormation
   * makes one, {@code stack-LogicalId-1A2B3C4D5E6F}, of at most {@code length} characters.
   */
  public TypeDraft<O> named(String property, int length) {
    naming = Optional.of(new Naming(property, length, false));
    return this;
  }

  /** As {@link #named}, for services whose names are in lower case, such as S3. */
  public TypeDraft<O> namedInLowerCase(String property, int length) {
    naming = Optional.of(new Naming(property, length, true));
    return this;
  }

  /** The property {@code property} is the request's member {@code member}. */
  public TypeDraft<O> rename(String property, String member) {
    requests.rename(property, member);
    return this;
  }

  /** Changes the properties before they are put into a request; not what the stack keeps. */
  public TypeDraft<O> shape(Function<Properties, Properties> change) {
    requests.shape(change);
    return this;
  }

  /**
   * The property {@code Tags} goes into {@code TagSpecifications} of {@code resourceType} ({@code
   * "vpc"}), as EC2's create calls want it.
   */
  public TypeDraft<O> tagSpecifications(String resourceType) {
    return shape(properties -> Requests.withTagSpecifications(properties, resourceType));
  }

  /** These properties are dealt with by the table's own functions, not by their names. */
  public TypeDraft<O> byHand(String... properties) {
    byHand.addAll(List.of(properties));
    requests.leaveOut(byHand);
    return this;
  }

  /**
   * This property is taken and has no effect here; {@code COVERAGE.md} says so, with the reason.
   */
  public TypeDraft<O> ignore(String property, String why) {
    ignored.put(property, why);
    requests.leaveOut(ignored.keySet());
    return this;
  }

  /**
   * A property that has a call of its own: made after the resource is created, when the property is
   * given, and again whenever it changes. The resource has its physical id then.
   */
  public TypeDraft<O> setting(String property, Consumer<Resource> set) {
    settings.put(property, set);
    requests.leaveOut(settings.keySet());
    return this;
  }

  /** A property that the create call takes and that another call changes: tags, mostly. */
  public TypeDraft<O> onChange(String property, Consumer<Update> change) {
    onChange.put(property, change);
    return this;
  }

  // ---- what Ref and Fn::GetAtt give

  /** The physical id, which {@code Ref} gives; the generated name when this is not said. */
  public TypeDraft<O> ref(Function<O, String> id) {
    ref = (resource, created) -> id.apply(created);
    return this;
  }

  /** The physical id, where it takes the properties to know it. */
  public TypeDraft<O> refWith(BiFunction<Resource, O, String> id) {
    ref = id;
    return this;
  }

  /** An attribute, known at creation: a text, a number, a boolean, or a list of texts. */
  public TypeDraft<O> attribute(String attribute, Function<O, ?> value) {
    attributes.put(attribute, value);
    return this;
  }

  /** An attribute that is known once the resource is stable, from its physical id. */
  public TypeDraft<O> attributeOnceStable(String attribute, Function<String, ?> value) {
    return attributeOnceStableWith(attribute, resource -> value.apply(resource.id()));
  }

  /** As {@link #attributeOnceStable}, where it takes more than the id. */
  public TypeDraft<O> attributeOnceStableWith(String attribute, Function<Resource, ?> value) {
    attributesOnceStable.put(attribute, value);
    return this;
  }

  // ---- becoming stable

  /** Whether the resource, by its physical id, is what was asked for; at once when not said. */
  public TypeDraft<O> stableWhen(Predicate<String> stable) {
    return stableWhenWith(resource -> stable.test(resource.id()));
  }

  /** As {@link #stableWhen}, where it takes more than the id. */
  public TypeDraft<O> stableWhenWith(Predicate<Resource> stable) {
    this.stable = stable;
    return this;
  }

  /** Why the resource, by its physical id, will never be stable; empty while it may be. */
  public TypeDraft<O> failedWhen(Function<String, Optional<String>> reason) {
    failed = resource -> reason.apply(resource.id());
    return this;
  }

  /** How long it may take to become stable or to go: an hour when not said. */
  public TypeDraft<O> within(Duration patience) {
    this.patience = patience;
    return this;
  }

  // ---- changing

  /**
   * Updates by one call, made when a property changes that no line of its own deals with. The
   * properties become the members of the same names; the others stay out of it.
   */
  public <R extends ToCopyableBuilder<B, R>, B extends SdkPojo & CopyableBuilder<B, R>>
      TypeDraft<O> update(Supplier<B> builder, Function<R, ?> call) {
    return update(builder, (request, resource) -> {}, call);
  }

  /** As {@link #update}; {@code more} completes the request, with the resource's id mostly. */
  public <R extends ToCopyableBuilder<B, R>, B extends SdkPojo & CopyableBuilder<B, R>>
      TypeDraft<O> update(Supplier<B> builder, BiConsumer<B, Resource> more, Function<R, ?> call) {
    operations.add(operation(builder));
    updateRequest = Optional.of(builder);
    update =
        Optional.of(
            change -> {
              var unused =
                  call.apply(requests.partial(builder.get(), more, change.resource()).build());
            });
    return this;
  }

  /**
   * The update call is made for every change, also when a line of its own deals with it or when
   * only {@code DependsOn} differs: for types whose handler sends all that it has.
   */
  public TypeDraft<O> updatedAlways() {
    updatedAlways = true;
    return this;
  }

  /** Updates by hand whatever no line of its own deals with. */
  public TypeDraft<O> updateWith(Consumer<Update> update) {
    this.update = Optional.of(update);
    return this;
  }

  /** A change for which a new resource takes the old one's place, beyond what the schema says. */
  public TypeDraft<O> replacedWhen(Predicate<Update> replaced) {
    this.replaced = replaced;
    return this;
  }

  // ---- going

  /** Deletes by the physical id. An error that says "not found" counts as done. */
  public TypeDraft<O> delete(Consumer<String> delete) {
    return deleteWith(resource -> delete.accept(resource.id()));
  }

  /** As {@link #delete}, where it takes more than the id. */
  public TypeDraft<O> deleteWith(Consumer<Resource> delete) {
    this.delete = delete;
    return this;
  }

  /** Deletes and leaves a snapshot behind: what {@code DeletionPolicy: Snapshot} does. */
  public TypeDraft<O> snapshotAndDelete(Consumer<Resource> delete) {
    snapshotAndDelete = Optional.of(delete);
    return this;
  }

  /** Whether a deleted resource, by its physical id, is really gone; at once when not said. */
  public TypeDraft<O> goneWhen(Predicate<String> gone) {
    this.gone = resource -> gone.test(resource.id());
    return this;
  }

  ResourceType build() {
    return new ActingType<>(this);
  }

  private static String operation(Supplier<? extends SdkPojo> builder) {
    return SdkMapping.nameOf(builder.get()).replaceAll("Request$", "");
  }
}
