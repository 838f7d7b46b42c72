package com.shangwellness.ops.delivery;

import com.shangwellness.ops.Failure;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;

/** Where a pipeline takes changes from. */
public sealed interface PipelineSource {
  /** An object of a bucket: who uploads it starts the pipeline. */
  record Bucket(String bucket, String key) implements PipelineSource {}

  /** A branch of a Git repository: who pushes to it starts the pipeline. */
  record Repository(String name, String branch) implements PipelineSource {}

  /**
   * The source of {@code pipeline}.
   *
   * @throws Failure if it is of another kind
   */
  static PipelineSource of(PipelineDeclaration pipeline) {
    var action = pipeline.stages().getFirst().actions().getFirst();
    return switch (action.actionTypeId().provider()) {
      case "S3" -> new Bucket(setting(action, "S3Bucket"), setting(action, "S3ObjectKey"));
      case "CodeStarSourceConnection" ->
          new Repository(setting(action, "FullRepositoryId"), setting(action, "BranchName"));
      default ->
          throw Failure.failed(
              "the pipeline "
                  + pipeline.name()
                  + " takes its source from "
                  + action.actionTypeId().provider()
                  + ", which is not known here");
    };
  }

  private static String setting(ActionDeclaration action, String name) {
    return action.configuration().getOrDefault(name, "");
  }
}
