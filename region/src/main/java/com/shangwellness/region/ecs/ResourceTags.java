package com.shangwellness.region.ecs;

import com.shangwellness.region.codec.AwsErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.ecs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ecs.model.Tag;

/** The tags of whatever has an ARN in ECS. */
final class ResourceTags {

  private final Clusters clusters;
  private final Services services;
  private final TaskDefinitions definitions;
  private final Tasks tasks;

  ResourceTags(Clusters clusters, Services services, TaskDefinitions definitions, Tasks tasks) {
    this.clusters = clusters;
    this.services = services;
    this.definitions = definitions;
    this.tasks = tasks;
  }

  void add(String arn, List<Tag> more) {
    change(
        arn,
        tags -> {
          var merged = new LinkedHashMap<String, Tag>();
          tags.forEach(tag -> merged.put(tag.key(), tag));
          more.forEach(tag -> merged.put(tag.key(), tag));
          return List.copyOf(merged.values());
        });
  }

  void remove(String arn, List<String> keys) {
    change(arn, tags -> tags.stream().filter(tag -> !keys.contains(tag.key())).toList());
  }

  List<Tag> of(String arn) {
    var seen = new ArrayList<Tag>();
    change(
        arn,
        tags -> {
          seen.addAll(tags);
          return tags;
        });
    return seen;
  }

  private void change(String arn, UnaryOperator<List<Tag>> how) {
    var kind = arn == null ? "" : arn.replaceFirst("^arn:aws:ecs:[^:]*:[^:]*:([^/]*)/.*", "$1");
    switch (kind) {
      case "cluster" -> {
        var cluster = clusters.require(arn);
        clusters.put(cluster.toBuilder().tags(how.apply(cluster.tags())).build());
      }
      case "service" -> {
        var parts = List.of(arn.split("/"));
        var service = services.require(parts.size() == 3 ? parts.get(1) : null, arn);
        services.put(service.with(s -> s.tags(how.apply(service.service().tags()))));
      }
      case "task-definition" -> {
        var definition = definitions.find(arn).orElseThrow(ResourceTags::missing);
        definitions.put(definition.withTags(how.apply(definition.tags())));
      }
      case "task" -> {
        var task = tasks.find(arn).orElseThrow(ResourceTags::missing);
        tasks.put(task.with(t -> t.tags(how.apply(task.task().tags()))));
      }
      default ->
          throw Refusals.invalid(
              "The specified resource ARN was invalid: " + arn + ". Check the ARN and try again.");
    }
  }

  private static RuntimeException missing() {
    return AwsErrors.of(
        ResourceNotFoundException.builder(), "The specified resource could not be found.");
  }
}
