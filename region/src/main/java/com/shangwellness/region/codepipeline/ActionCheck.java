package com.shangwellness.region.codepipeline;

import com.shangwellness.region.place.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/** The check of a pipeline's actions, one after the other as they will run. */
final class ActionCheck {

  /** Where something comes from: a stage's position, and the run order in it. */
  private record Origin(int stage, int runOrder) {
    boolean isBefore(Origin other) {
      return stage < other.stage || (stage == other.stage && runOrder < other.runOrder);
    }
  }

  private final Place place;
  private final ActionTypes types;
  private final PipelineDeclaration pipeline;
  private final Map<String, Origin> artifacts = new HashMap<>();
  private final Map<String, Origin> namespaces = new HashMap<>();

  ActionCheck(Place place, ActionTypes types, PipelineDeclaration pipeline) {
    this.place = place;
    this.types = types;
    this.pipeline = pipeline;
  }

  /**
   * Checks them all.
   *
   * @throws RuntimeException the refusal of the first that is wrong
   */
  void run() {
    each((stage, action, origin) -> gather(action, origin));
    each(this::check);
  }

  private interface Step {
    void take(StageDeclaration stage, ActionDeclaration action, Origin origin);
  }

  private void each(Step step) {
    for (int i = 0; i < pipeline.stages().size(); i++) {
      var stage = pipeline.stages().get(i);
      for (var action : stage.actions()) {
        step.take(stage, action, new Origin(i, action.runOrder()));
      }
    }
  }

  private void gather(ActionDeclaration action, Origin origin) {
    for (var output : action.outputArtifacts()) {
      if (artifacts.put(output.name(), origin) != null) {
        throw Refusals.action(
            "Output Artifact Bundle name must be unique within the pipeline. The name '"
                + output.name()
                + "' has been used more than once.");
      }
    }
    var namespace = action.namespace();
    if (namespace != null) {
      if (Set.of(Variables.PIPELINE, Variables.RESERVED).contains(namespace)) {
        throw Refusals.action("The namespace '" + namespace + "' is reserved.");
      }
      if (namespaces.put(namespace, origin) != null) {
        throw Refusals.action(
            "Namespaces must be unique within the pipeline. The namespace '"
                + namespace
                + "' has been used more than once.");
      }
    }
  }

  private void check(StageDeclaration stage, ActionDeclaration action, Origin origin) {
    long same =
        stage.actions().stream().filter(other -> other.name().equals(action.name())).count();
    if (same > 1) {
      throw Refusals.action(
          "Action name '"
              + action.name()
              + "' is used more than once in stage '"
              + stage.name()
              + "'.");
    }
    var type =
        types
            .find(action.actionTypeId())
            .orElseThrow(
                () -> Refusals.unknownType(action.actionTypeId(), action.name(), place.region()));
    checkPlace(action);
    checkExtras(action);
    checkConfiguration(action, type.form());
    checkArtifacts(action, type.form(), origin);
    checkReferences(stage, action, origin);
  }

  private void checkPlace(ActionDeclaration action) {
    if (action.region() != null && !action.region().equals(place.region())) {
      throw Refusals.action(
          "This region runs actions in "
              + place.region()
              + " only; action '"
              + action.name()
              + "' is in "
              + action.region()
              + ".");
    }
  }

  private static void checkExtras(ActionDeclaration action) {
    if (!action.commands().isEmpty() || !action.outputVariables().isEmpty()) {
      throw Refusals.action(
          "Commands and outputVariables are for actions of the category Compute; action '"
              + action.name()
              + "' is of "
              + action.actionTypeId().categoryAsString()
              + ".");
    }
    if (action.timeoutInMinutes() != null
        && action.actionTypeId().category() != ActionCategory.APPROVAL) {
      throw Refusals.action(
          "timeoutInMinutes is available only to the manual approval action; action '"
              + action.name()
              + "' is none.");
    }
  }

  private static void checkConfiguration(ActionDeclaration action, ActionType.Form form) {
    for (var required : new TreeSet<>(form.required())) {
      if (!action.configuration().containsKey(required)) {
        throw Refusals.action(
            "Action configuration for action '"
                + action.name()
                + "' is missing required configuration '"
                + required
                + "'");
      }
    }
    for (var given : new TreeSet<>(action.configuration().keySet())) {
      if (!form.required().contains(given) && !form.optional().contains(given)) {
        throw Refusals.action(
            "Action configuration for action '"
                + action.name()
                + "' contains unknown configuration '"
                + given
                + "'");
      }
    }
  }

  private void checkArtifacts(ActionDeclaration action, ActionType.Form form, Origin origin) {
    count(action, "input", action.inputArtifacts().size(), form.inputs());
    count(action, "output", action.outputArtifacts().size(), form.outputs());
    var names = new HashSet<String>();
    for (var input : action.inputArtifacts()) {
      var made = artifacts.get(input.name());
      if (made == null || !made.isBefore(origin)) {
        throw Refusals.action(
            "Input Artifact Bundle "
                + input.name()
                + " in action "
                + action.name()
                + " is not declared as Output Artifact Bundle in any of the preceding actions.");
      }
      if (!names.add(input.name())) {
        throw Refusals.action(
            "Input Artifact Bundle " + input.name() + " is named twice in action " + action.name());
      }
    }
  }

  private static void count(
      ActionDeclaration action, String which, int number, ActionType.Count count) {
    if (!count.allows(number)) {
      throw Refusals.action(
          "Action '%s' has %d %s artifact(s); it must have from %d to %d."
              .formatted(action.name(), number, which, count.least(), count.most()));
    }
  }

  private void checkReferences(StageDeclaration stage, ActionDeclaration action, Origin origin) {
    action
        .configuration()
        .forEach(
            (key, text) -> {
              for (var reference : Variables.in(text)) {
                if (!isKnown(reference, origin)) {
                  throw Refusals.action(
                      "Valid format for a pipeline execution variable reference is a namespace and"
                          + " a key separated by a period (.). The following pipeline execution"
                          + " variables are referencing a namespace that does not exist."
                          + " StageName=[%s], ActionName=[%s], ActionConfigurationKey=[%s],"
                              .formatted(stage.name(), action.name(), key)
                          + " VariableReferenceText=["
                          + reference.text()
                          + "]");
                }
              }
            });
  }

  private boolean isKnown(Variables.Reference reference, Origin origin) {
    return switch (reference.namespace()) {
      case Variables.RESERVED -> reference.name().equals(Variables.EXECUTION_ID);
      case Variables.PIPELINE ->
          pipeline.variables().stream().anyMatch(v -> v.name().equals(reference.name()));
      default ->
          namespaces.containsKey(reference.namespace())
              && namespaces.get(reference.namespace()).isBefore(origin);
    };
  }
}
