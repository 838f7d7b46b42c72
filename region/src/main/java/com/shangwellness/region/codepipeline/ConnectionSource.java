package com.shangwellness.region.codepipeline;

import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;

/**
 * A change is a commit in a Git repository. Pipelines with such a source can be made here, so that
 * their templates deploy; they fail when they run, as this region knows no Git provider.
 */
record ConnectionSource() implements ActionType {

  static final String PROVIDER = "CodeStarSourceConnection";

  @Override
  public Set<ActionCategory> categories() {
    return Set.of(ActionCategory.SOURCE);
  }

  @Override
  public String provider() {
    return PROVIDER;
  }

  @Override
  public Form form() {
    return new Form(
        Set.of("ConnectionArn", "FullRepositoryId", "BranchName"),
        Set.of("DetectChanges", "OutputArtifactFormat"),
        new Count(0, 0),
        new Count(1, 1));
  }

  @Override
  public Duration patience() {
    return Duration.ofHours(1);
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Outcome begin(Work work) {
    return Outcome.misconfigured(
        "The connection "
            + work.require("ConnectionArn")
            + " leads to no provider: this region runs on one machine and has no Git provider."
            + " Use a source in Amazon S3 here.");
  }

  @Override
  public Outcome look(Work work) {
    throw new IllegalStateException("it has failed at once");
  }
}
