package com.shangwellness.region.codepipeline;

import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;

/**
 * A pipeline.
 *
 * @param declaration its newest version
 * @param created when it was made
 * @param updated when it was changed last
 * @param tags its tags
 */
record KeptPipeline(
    PipelineDeclaration declaration, Instant created, Instant updated, Map<String, String> tags) {

  String name() {
    return declaration.name();
  }

  KeptPipeline with(PipelineDeclaration changed, Instant now) {
    return new KeptPipeline(changed, created, now, tags);
  }

  KeptPipeline withTags(Map<String, String> changed) {
    return new KeptPipeline(declaration, created, updated, Map.copyOf(changed));
  }
}
