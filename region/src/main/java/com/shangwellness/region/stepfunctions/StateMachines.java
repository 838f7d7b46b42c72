package com.shangwellness.region.stepfunctions;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.sts.ActingRole;
import com.shangwellness.region.timeline.Timeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.LogLevel;
import software.amazon.awssdk.services.sfn.model.LoggingConfiguration;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.Tag;
import software.amazon.awssdk.services.sfn.model.UpdateStateMachineRequest;

/** The state machines of a region. */
final class StateMachines {

  // API reference, CreateStateMachine: no white space, brackets, wildcards, special or control
  // characters.
  private static final Pattern NAME =
      Pattern.compile("[^\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\p{Cntrl}]{1,80}");
  private static final int MOST_TAGS = 50;

  private final Table<KeptStateMachine> machines;
  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final SdkCalls calls;
  private final ActingRole acting;

  StateMachines(
      Table<KeptStateMachine> machines,
      Place place,
      Timeline timeline,
      Ids ids,
      SdkCalls calls,
      ActingRole acting) {
    this.machines = machines;
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.calls = calls;
    this.acting = acting;
  }

  /** Whether {@code name} may be that of a state machine or of an execution. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Creates one; one that is there and the same is not created again. */
  KeptStateMachine create(CreateStateMachineRequest request) {
    if (!isName(request.name())) {
      throw Refusals.name(request.name());
    }
    if (request.type() != null && request.type() != StateMachineType.STANDARD) {
      throw Refusals.type(request.typeAsString());
    }
    checkLogging(request.loggingConfiguration());
    checkDefinition(request.definition());
    checkRole(request.roleArn());
    var arn = place.arn("states", "stateMachine:" + request.name());
    var there = machines.get(arn);
    if (there.isPresent()) {
      return there
          .filter(
              m ->
                  m.definition().equals(request.definition())
                      && m.roleArn().equals(request.roleArn()))
          .orElseThrow(() -> Refusals.machineExists(arn));
    }
    return machines.put(
        arn,
        new KeptStateMachine(
            arn,
            request.name(),
            request.definition(),
            request.roleArn(),
            timeline.now(),
            ids.uuid(),
            tagged(arn, Map.of(), request.tags())));
  }

  KeptStateMachine update(UpdateStateMachineRequest request) {
    var before = get(request.stateMachineArn());
    checkLogging(request.loggingConfiguration());
    var definition = Optional.ofNullable(request.definition()).orElse(before.definition());
    var role = Optional.ofNullable(request.roleArn()).orElse(before.roleArn());
    checkDefinition(definition);
    checkRole(role);
    return machines.put(before.arn(), before.updated(definition, role, ids.uuid()));
  }

  private static void checkLogging(LoggingConfiguration logging) {
    if (logging != null && logging.level() != null && logging.level() != LogLevel.OFF) {
      throw Refusals.logging();
    }
  }

  private void checkDefinition(String text) {
    try {
      var unused = Definition.parse(text, calls);
    } catch (IllegalArgumentException e) {
      throw Refusals.definition(e.getMessage());
    }
  }

  private void checkRole(String roleArn) {
    if (!acting.mayAct(roleArn)) {
      throw Refusals.role(roleArn);
    }
  }

  /** The one that {@code arn} names. */
  KeptStateMachine get(String arn) {
    if (!arn.startsWith("arn:") || !arn.contains(":states:") || !arn.contains(":stateMachine:")) {
      throw Refusals.arn(arn);
    }
    return machines.get(arn).orElseThrow(() -> Refusals.noMachine(arn));
  }

  List<KeptStateMachine> all() {
    return machines.values();
  }

  /** Takes it away; one that is not there is gone already. */
  void remove(String arn) {
    machines.remove(arn);
  }

  void tag(String arn, List<Tag> tags) {
    var machine = tagged(arn);
    machines.put(arn, machine.withTags(tagged(arn, machine.tags(), tags)));
  }

  private static Map<String, String> tagged(
      String arn, Map<String, String> before, List<Tag> tags) {
    var all = new LinkedHashMap<>(before);
    tags.forEach(tag -> all.put(tag.key(), tag.value()));
    if (all.size() > MOST_TAGS) {
      throw Refusals.tooManyTags(arn);
    }
    return Map.copyOf(all);
  }

  void untag(String arn, List<String> keys) {
    var machine = tagged(arn);
    var all = new LinkedHashMap<>(machine.tags());
    keys.forEach(all::remove);
    machines.put(arn, machine.withTags(all));
  }

  /** The one whose tags are asked for. */
  KeptStateMachine tagged(String arn) {
    return machines.get(arn).orElseThrow(() -> Refusals.noResource(arn));
  }
}
