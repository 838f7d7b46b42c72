package com.shangwellness.region.cloudformation;

import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.CopyableBuilder;
import software.amazon.awssdk.utils.builder.ToCopyableBuilder;

/** The first line of a type in a table: its name. What follows is how it is created. */
public final class NewType {

  private final String name;

  NewType(String name) {
    this.name = name;
  }

  /**
   * Creates the resource by one call; the properties become the request's members of the same
   * names.
   */
  public <R extends ToCopyableBuilder<B, R>, B extends SdkPojo & CopyableBuilder<B, R>, O>
      TypeDraft<O> create(Supplier<B> builder, Function<R, O> call) {
    return create(builder, (request, resource) -> {}, call);
  }

  /**
   * Creates the resource by one call, whose request {@code more} completes after the properties
   * have been put into it.
   */
  public <R extends ToCopyableBuilder<B, R>, B extends SdkPojo & CopyableBuilder<B, R>, O>
      TypeDraft<O> create(Supplier<B> builder, BiConsumer<B, Resource> more, Function<R, O> call) {
    return TypeDraft.created(name, builder, more, call);
  }

  /** Creates the resource by hand: for types that no single call creates. */
  public <O> TypeDraft<O> createWith(Function<Resource, O> create) {
    return new TypeDraft<>(name, create);
  }
}
