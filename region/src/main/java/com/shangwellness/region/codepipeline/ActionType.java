package com.shangwellness.region.codepipeline;

import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;

/** A kind of actions, by who carries them out. */
sealed interface ActionType
    permits Approval, CodeBuildAction, ConnectionSource, EcsBlueGreen, S3Source {

  /**
   * What an action of this kind is declared with (CodePipeline guide, "Action structure
   * reference").
   *
   * @param required the settings that it must have
   * @param optional those that it may have
   * @param inputs how many input artifacts
   * @param outputs how many output artifacts
   */
  record Form(Set<String> required, Set<String> optional, Count inputs, Count outputs) {}

  /** From how many to how many. */
  record Count(int least, int most) {
    boolean allows(int number) {
      return number >= least && number <= most;
    }
  }

  /** The categories in which it may be used. */
  Set<ActionCategory> categories();

  /** What it is called in an action's type. */
  String provider();

  /** How its actions are declared. */
  Form form();

  /** How long it may take (CodePipeline guide, "Quotas"). */
  Duration patience();

  /** How soon its provider is asked again how it stands. */
  Duration interval();

  /** Begins it. This is called once, in one transaction with the note that it was. */
  Outcome begin(Work work);

  /** Asks how it stands with what was begun. */
  Outcome look(Work work);

  /** Whether actions of type {@code id} are of this kind. */
  default boolean is(ActionTypeId id) {
    return id.owner() == ActionOwner.AWS
        && categories().contains(id.category())
        && provider().equals(id.provider())
        && "1".equals(id.version());
  }
}
