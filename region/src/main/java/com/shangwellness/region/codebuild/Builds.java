package com.shangwellness.region.codebuild;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.codebuild.model.Build;

/** The builds of a region, and the tokens by which a request is known again. */
final class Builds {

  // API reference, "StartBuild": a token is valid for five minutes.
  private static final Duration TOKENS = Duration.ofMinutes(5);

  private static final Comparator<KeptBuild> BY_TIME =
      Comparator.comparing((KeptBuild kept) -> kept.build().startTime())
          .thenComparing(kept -> kept.build().buildNumber())
          .thenComparing(KeptBuild::id);

  private final Place place;
  private final Timeline timeline;
  private final Table<KeptBuild> builds;
  private final Table<KeptToken> tokens;

  Builds(Place place, Timeline timeline, Store store) {
    this.place = place;
    this.timeline = timeline;
    this.builds = store.table(place.region() + "/codebuild.builds", KeptBuild.class);
    this.tokens = store.table(place.region() + "/codebuild.tokens", KeptToken.class);
  }

  KeptBuild put(KeptBuild build) {
    return builds.put(build.id(), build);
  }

  KeptBuild change(String id, UnaryOperator<Build> change) {
    var kept = builds.get(id).orElseThrow();
    return put(kept.with(change.apply(kept.build())));
  }

  Optional<KeptBuild> find(String idOrArn) {
    return builds.get(id(idOrArn));
  }

  KeptBuild require(String idOrArn) {
    return find(idOrArn)
        .orElseThrow(
            () ->
                Refusals.missing(
                    "Build cannot be found: " + place.arn("codebuild", "build/" + id(idOrArn))));
  }

  /** The oldest first. */
  List<KeptBuild> all() {
    return builds.stream().sorted(BY_TIME).toList();
  }

  List<KeptBuild> of(String project) {
    return all().stream().filter(kept -> kept.build().projectName().equals(project)).toList();
  }

  /** Those that are not complete. */
  List<KeptBuild> underWay() {
    return all().stream().filter(kept -> !kept.build().buildComplete()).toList();
  }

  void remove(String idOrArn) {
    builds.remove(id(idOrArn));
  }

  private String id(String idOrArn) {
    var prefix = place.arn("codebuild", "build/");
    return idOrArn.startsWith(prefix) ? idOrArn.substring(prefix.length()) : idOrArn;
  }

  /**
   * The build that was started with this token, if it was.
   *
   * @param request what is asked for now
   */
  Optional<KeptBuild> started(String token, String request) {
    if (token == null) {
      return Optional.empty();
    }
    var known = tokens.get(token).filter(kept -> kept.until().isAfter(timeline.now()));
    if (known.filter(kept -> !kept.request().equals(request)).isPresent()) {
      throw Refusals.invalid(
          "Invalid idempotency token: it was used with other parameters: " + token);
    }
    return known.flatMap(kept -> builds.get(kept.build()));
  }

  void remember(String token, String request, String build) {
    for (var key : tokens.keys()) {
      if (!tokens.get(key).orElseThrow().until().isAfter(timeline.now())) {
        tokens.remove(key);
      }
    }
    if (token != null) {
      tokens.put(token, new KeptToken(request, build, timeline.now().plus(TOKENS)));
    }
  }
}
