package com.shangwellness.region.codebuild;

import com.shangwellness.region.caller.Caller;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;

/**
 * What is known of a build only while it runs. It is not kept: a region that was killed has no
 * processes of its builds any more, and they have failed. For the timeline's thread only.
 */
final class Run {

  private final KeptBuild order;
  private final BuildFolder folder;
  private final BuildLogs log;
  private final Caller role;
  private final Map<BuildPhaseType, Integer> retries = new LinkedHashMap<>();
  private Optional<Buildspec> spec = Optional.empty();
  private Map<String, String> environment = Map.of();
  private Path where;
  private long step;

  /**
   * @param order as it was when the build was started
   * @param role for whom the build does what it does
   */
  Run(KeptBuild order, BuildFolder folder, BuildLogs log, Caller role) {
    this.order = order;
    this.folder = folder;
    this.log = log;
    this.role = role;
    this.where = folder.sources();
  }

  String id() {
    return order.id();
  }

  KeptBuild order() {
    return order;
  }

  BuildFolder folder() {
    return folder;
  }

  BuildLogs log() {
    return log;
  }

  /** Its buildspec, which it has once its sources are there. */
  Buildspec spec() {
    return spec.orElseThrow();
  }

  boolean hasSpec() {
    return spec.isPresent();
  }

  /** The variables that the next command begins with. */
  Map<String, String> environment() {
    return environment;
  }

  /** The folder in which the next command begins. */
  Path where() {
    return where;
  }

  void equip(Buildspec spec, Map<String, String> environment) {
    this.spec = Optional.of(spec);
    this.environment = Map.copyOf(environment);
  }

  /** Goes on from where a command has ended. */
  void leftBy(Map<String, String> environment, Path where) {
    this.environment = Map.copyOf(environment);
    this.where = where;
  }

  void set(String name, String value) {
    var changed = new LinkedHashMap<>(environment);
    changed.put(name, value);
    environment = changed;
  }

  /** The values of what the buildspec exports, as far as it is set. */
  Map<String, String> exported() {
    var exported = new LinkedHashMap<String, String>();
    for (var name : spec.map(Buildspec::exported).orElse(List.of())) {
      if (environment.containsKey(name)) {
        exported.put(name, environment.get(name));
      }
    }
    return exported;
  }

  /** Counts that a phase is begun again; how often it was by now. */
  int retried(BuildPhaseType phase) {
    return retries.merge(phase, 1, Integer::sum);
  }

  int retries(BuildPhaseType phase) {
    return retries.getOrDefault(phase, 0);
  }

  /** Goes one step on: answers to what came before are not waited for any more. */
  void advance() {
    step++;
  }

  /**
   * Carries out, for the build's role, what follows from the present step; nothing of it once the
   * build has gone on.
   */
  Consumer<Runnable> ifStillHere() {
    long now = step;
    return action -> {
      if (step == now) {
        role.run(action);
      }
    };
  }

  /** Carries out {@code action} for the build's role. */
  void asRole(Runnable action) {
    role.run(action);
  }
}
