package com.shangwellness.region.codepipeline;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.Tag;

/** The pipelines of a region, and all versions of their structures. */
final class Pipelines {

  private static final int MOST_TAGS = 50;

  private final Table<KeptPipeline> pipelines;
  private final Table<PipelineDeclaration> versions;
  private final Place place;
  private final Timeline timeline;

  Pipelines(
      Table<KeptPipeline> pipelines,
      Table<PipelineDeclaration> versions,
      Place place,
      Timeline timeline) {
    this.pipelines = pipelines;
    this.versions = versions;
    this.place = place;
    this.timeline = timeline;
  }

  /** Keeps a new pipeline. Its structure was checked. */
  KeptPipeline create(PipelineDeclaration declaration, List<Tag> tags) {
    var name = declaration.name();
    if (pipelines.contains(name)) {
      throw Refusals.nameInUse(name, place.account());
    }
    var first = declaration.toBuilder().version(1).build();
    var now = timeline.now();
    var kept = new KeptPipeline(first, now, now, with(name, Map.of(), tags));
    versions.put(versionKey(name, 1), first);
    return pipelines.put(name, kept);
  }

  KeptPipeline update(PipelineDeclaration declaration) {
    var before = existing(declaration.name());
    int version = before.declaration().version() + 1;
    var next = declaration.toBuilder().version(version).build();
    versions.put(versionKey(next.name(), version), next);
    return pipelines.put(next.name(), before.with(next, timeline.now()));
  }

  void delete(String name) {
    pipelines.remove(name);
    versions
        .withPrefix(name + "/")
        .forEach(old -> versions.remove(versionKey(name, old.version())));
  }

  KeptPipeline get(String name) {
    return pipelines.get(name).orElseThrow(() -> Refusals.noPipeline(name, place.account()));
  }

  boolean exists(String name) {
    return pipelines.contains(name);
  }

  List<KeptPipeline> all() {
    return pipelines.values();
  }

  PipelineDeclaration version(String name, int version) {
    get(name);
    return versions
        .get(versionKey(name, version))
        .orElseThrow(() -> Refusals.noVersion(name, version));
  }

  /** The structure that {@code execution} began with. */
  PipelineDeclaration of(KeptExecution execution) {
    return version(execution.pipeline(), execution.version());
  }

  /** The position of a stage in the pipeline as it is now. */
  int position(String pipeline, String stage) {
    var names = get(pipeline).declaration().stages().stream().map(StageDeclaration::name).toList();
    int found = names.indexOf(stage);
    if (found < 0) {
      throw Refusals.noStage(pipeline, stage);
    }
    return found;
  }

  String arn(String name) {
    return place.arn("codepipeline", name);
  }

  Map<String, String> tags(String arn) {
    return new TreeMap<>(tagged(arn).tags());
  }

  void tag(String arn, List<Tag> tags) {
    var pipeline = tagged(arn);
    pipelines.put(pipeline.name(), pipeline.withTags(with(pipeline.name(), pipeline.tags(), tags)));
  }

  void untag(String arn, List<String> keys) {
    var pipeline = tagged(arn);
    var changed = new TreeMap<>(pipeline.tags());
    changed.keySet().removeAll(keys);
    pipelines.put(pipeline.name(), pipeline.withTags(changed));
  }

  private KeptPipeline tagged(String arn) {
    var prefix = arn("");
    if (!arn.startsWith(prefix)) {
      throw Refusals.badArn(arn);
    }
    return existing(arn.substring(prefix.length()));
  }

  private KeptPipeline existing(String name) {
    return pipelines.get(name).orElseThrow(() -> Refusals.noResource(name, place.account()));
  }

  private Map<String, String> with(String name, Map<String, String> before, List<Tag> tags) {
    var all = new TreeMap<>(before);
    for (var tag : tags) {
      if (tag.key().startsWith("aws:") && !isCloudFormation(tag.key())) {
        throw Refusals.systemTag();
      }
      all.put(tag.key(), tag.value());
    }
    if (all.size() > MOST_TAGS) {
      throw Refusals.tooManyTags(arn(name));
    }
    return Map.copyOf(all);
  }

  private static boolean isCloudFormation(String key) {
    return key.startsWith("aws:cloudformation:");
  }

  private static String versionKey(String name, int version) {
    return name + "/" + "%06d".formatted(version);
  }
}
