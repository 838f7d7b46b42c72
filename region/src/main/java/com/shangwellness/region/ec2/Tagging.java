package com.shangwellness.region.ec2;

import com.shangwellness.region.paging.Page;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;

/** Tags of resources of every kind. */
final class Tagging {

  private static final int MOST = 50;
  private static final Filters<TagDescription> FILTERS =
      Filters.<TagDescription>byTags(t -> List.of(tag(t.key(), t.value())))
          .with("key", TagDescription::key)
          .with("value", TagDescription::value)
          .with("resource-id", TagDescription::resourceId)
          .with("resource-type", TagDescription::resourceTypeAsString);

  private final List<Resources<?>> kinds;

  Tagging(List<Resources<?>> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  /** {@code now} with {@code added}, the newer of two with one key. */
  static List<Tag> merged(List<Tag> now, List<Tag> added) {
    var tags = new TreeMap<String, Tag>();
    now.forEach(tag -> tags.put(tag.key(), tag));
    for (var tag : added) {
      if (tag.key() == null || tag.key().isEmpty() || tag.key().length() > 127) {
        throw Refusal.of(
            "InvalidParameterValue",
            "Tag key exceeds the maximum length of 127 characters, or is empty.");
      }
      // CloudFormation marks what it makes; nobody else may use the prefix.
      if (tag.key().startsWith("aws:") && !tag.key().startsWith("aws:cloudformation:")) {
        throw Refusal.of(
            "InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use");
      }
      tags.put(tag.key(), tag.value() == null ? tag(tag.key(), "") : tag);
    }
    if (tags.size() > MOST) {
      throw Refusal.of("TagLimitExceeded", "More than " + MOST + " tags specified.");
    }
    return List.copyOf(tags.values());
  }

  void create(CreateTagsRequest request) {
    request.resources().forEach(this::kind);
    request.resources().forEach(id -> retag(id, now -> merged(now, request.tags())));
  }

  /** A tag without a value goes whatever its value is; without tags, all go. */
  void delete(DeleteTagsRequest request) {
    request.resources().forEach(this::kind);
    request
        .resources()
        .forEach(
            id ->
                retag(
                    id,
                    now ->
                        now.stream()
                            .filter(tag -> !request.tags().isEmpty())
                            .filter(tag -> request.tags().stream().noneMatch(t -> names(t, tag)))
                            .toList()));
  }

  private static boolean names(Tag named, Tag tag) {
    return tag.key().equals(named.key())
        && (named.value() == null || named.value().equals(tag.value()));
  }

  Page<TagDescription> describe(DescribeTagsRequest request) {
    var found =
        kinds.stream()
            .flatMap(kind -> described(kind).stream())
            .filter(FILTERS.matching(request.filters()))
            .sorted(Comparator.comparing(Tagging::key))
            .toList();
    int size = Optional.ofNullable(request.maxResults()).orElse(1000);
    try {
      return Page.of(found, request.nextToken(), size, Tagging::key);
    } catch (IllegalArgumentException e) {
      throw Refusal.of("InvalidNextToken", "The specified next token is not valid.");
    }
  }

  private static String key(TagDescription tag) {
    return tag.resourceId() + " " + tag.key();
  }

  private static <T> List<TagDescription> described(Resources<T> kind) {
    return kind.stream()
        .flatMap(
            resource ->
                kind.tagsOf(resource).stream()
                    .map(
                        tag ->
                            TagDescription.builder()
                                .key(tag.key())
                                .value(tag.value())
                                .resourceId(kind.kind().id().apply(resource))
                                .resourceType(kind.kind().noun())
                                .build()))
        .toList();
  }

  private void retag(String id, UnaryOperator<List<Tag>> change) {
    kind(id).retag(id, change);
  }

  private Resources<?> kind(String id) {
    return kinds.stream()
        .filter(kind -> id.startsWith(kind.kind().prefix() + "-"))
        .findFirst()
        .map(
            kind -> {
              kind.get(id);
              return kind;
            })
        .orElseThrow(() -> Refusal.of("InvalidID", "The ID '" + id + "' is not valid"));
  }
}
