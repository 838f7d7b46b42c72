package com.shangwellness.ops.delivery;

import java.util.List;
import java.util.Optional;

/**
 * One execution of a pipeline, as it stands.
 *
 * @param pipeline the pipeline's name
 * @param execution the execution's id
 * @param status what CodePipeline says of it
 * @param began when
 * @param revision what its source is, for people; empty before the source was read
 * @param version the source's version in the bucket, or its commit; empty before it was read
 * @param stages all stages, in order
 */
public record PipelineState(
    String pipeline,
    String execution,
    String status,
    String began,
    String revision,
    String version,
    List<StageView> stages) {

  /** Keeps its own copy. */
  public PipelineState {
    stages = List.copyOf(stages);
  }

  /**
   * A stage.
   *
   * @param status what became of it in this execution; {@code Waiting} in front of it, empty before
   * @param closed why nothing may enter it; empty when it is open
   * @param actions its actions, in order
   */
  public record StageView(String name, String status, String closed, List<ActionView> actions) {
    /** Keeps its own copy. */
    public StageView {
      actions = List.copyOf(actions);
    }

    /** How many of its actions are done. */
    public int done() {
      return (int) actions.stream().filter(a -> a.status().equals("Succeeded")).count();
    }
  }

  /**
   * An action.
   *
   * @param provider who carries it out
   * @param status what became of it in this execution; empty before it began
   * @param began when; empty before
   * @param changed when it changed last; empty before it began
   * @param summary what is said of it; a failure's message
   * @param externalId what its provider calls it: a build, a deployment; empty when there is none
   * @param runs how often it ran in this execution
   */
  public record ActionView(
      String name,
      String provider,
      String status,
      String began,
      String changed,
      String summary,
      String externalId,
      int runs) {
    boolean isInProgress() {
      return status.equals("InProgress");
    }

    boolean isBuild() {
      return provider.equals("CodeBuild");
    }

    boolean isRelease() {
      return provider.equals("CodeDeployToECS");
    }
  }

  /** Whether it has come to its end. */
  public boolean isOver() {
    return !status.matches("InProgress|Stopping");
  }

  /** Whether it has come to a good end. */
  public boolean isGood() {
    return status.equals("Succeeded");
  }

  /** The action that has failed. */
  public Optional<ActionView> failure() {
    return stages.stream()
        .flatMap(stage -> stage.actions().stream())
        .filter(action -> action.status().equals("Failed"))
        .findFirst();
  }
}
