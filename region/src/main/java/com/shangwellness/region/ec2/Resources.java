package com.shangwellness.region.ec2;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.paging.Page;
import com.shangwellness.region.store.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** All resources of one kind in the region: by id, described by filters and page, tagged. */
final class Resources<T> {

  private final Ground ground;
  private final Kind<T> kind;
  private final Table<T> table;

  Resources(Ground ground, Kind<T> kind) {
    this.ground = ground;
    this.kind = kind;
    this.table = ground.store().table(ground.place().region() + "/ec2." + kind.noun(), kind.type());
  }

  String newId() {
    return kind.prefix() + "-0" + ground.ids().hex(16);
  }

  T put(T resource) {
    return table.put(kind.id().apply(resource), resource);
  }

  void remove(String id) {
    table.remove(id);
  }

  Optional<T> find(String id) {
    return table.get(requireNonNullElse(id, ""));
  }

  T get(String id) {
    return find(id)
        .orElseThrow(() -> Refusal.of(kind.missingCode(), kind.missingMessage().formatted(id)));
  }

  T change(String id, UnaryOperator<T> change) {
    return put(change.apply(get(id)));
  }

  List<T> all() {
    return table.values();
  }

  Stream<T> stream() {
    return table.stream();
  }

  int count() {
    return table.size();
  }

  Kind<T> kind() {
    return kind;
  }

  /** One page of those called {@code ids} (all when empty) that match {@code filters}. */
  Page<T> describe(List<String> ids, List<Filter> filters, Integer max, String token) {
    return describe(ids, filters, max, token, UnaryOperator.identity());
  }

  /** As above, each as {@code shown} shows it now. */
  Page<T> describe(
      List<String> ids, List<Filter> filters, Integer max, String token, UnaryOperator<T> shown) {
    ids.forEach(this::get);
    if (max != null && (max < 5 || max > 1000)) {
      throw Refusal.value("maxResults", max, "Expecting a value between 5 and 1000.");
    }
    var found =
        stream()
            .filter(resource -> ids.isEmpty() || ids.contains(kind.id().apply(resource)))
            .map(shown)
            .filter(kind.filters().matching(filters))
            .toList();
    try {
      return Page.of(found, token, requireNonNullElse(max, 1000), kind.id());
    } catch (IllegalArgumentException e) {
      throw Refusal.of("InvalidNextToken", "The specified next token is not valid.");
    }
  }

  /** The tags that a creation asks for, checked. */
  List<Tag> tags(List<TagSpecification> specifications) {
    for (var specification : specifications) {
      if (!kind.noun().equals(specification.resourceTypeAsString())) {
        throw Refusal.of(
            "InvalidParameterValue",
            "'"
                + specification.resourceTypeAsString()
                + "' is not a valid taggable resource type for this operation.");
      }
    }
    return Tagging.merged(
        List.of(), specifications.stream().flatMap(s -> s.tags().stream()).toList());
  }

  List<Tag> tagsOf(T resource) {
    return kind.tags().apply(resource);
  }

  void retag(String id, UnaryOperator<List<Tag>> change) {
    change(id, resource -> kind.retag().apply(resource, change.apply(tagsOf(resource))));
  }
}
