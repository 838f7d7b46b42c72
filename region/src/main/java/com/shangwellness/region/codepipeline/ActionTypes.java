package com.shangwellness.region.codepipeline;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;

/** The kinds of actions that pipelines may have here. */
record ActionTypes(List<ActionType> all) {

  Optional<ActionType> find(ActionTypeId id) {
    return all.stream().filter(type -> type.is(id)).findFirst();
  }

  /** The kind of an action whose pipeline was checked. */
  ActionType of(ActionDeclaration action) {
    return find(action.actionTypeId()).orElseThrow();
  }
}
