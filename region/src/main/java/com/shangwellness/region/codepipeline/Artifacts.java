package com.shangwellness.region.codepipeline;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.codepipeline.model.ArtifactDetail;
import software.amazon.awssdk.services.codepipeline.model.ArtifactStore;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.s3.S3Client;

/** Where stages hand their work to each other: objects in the pipeline's bucket. */
final class Artifacts {

  private static final int PIPELINE_LETTERS = 20;
  private static final int ARTIFACT_LETTERS = 10;
  private static final int RANDOM_LETTERS = 7;

  private final Place place;
  private final Ids ids;
  private final S3Client s3;

  Artifacts(Place place, Ids ids, S3Client s3) {
    this.place = place;
    this.ids = ids;
    this.s3 = s3;
  }

  /** The bucket of {@code pipeline} in this region. */
  ArtifactStore store(PipelineDeclaration pipeline) {
    return pipeline.artifactStore() == null
        ? pipeline.artifactStores().get(place.region())
        : pipeline.artifactStore();
  }

  /**
   * A place for a new artifact. Names are cut as AWS cuts them (CodePipeline guide,
   * "Troubleshooting": "Pipeline artifact folder names appear to be truncated").
   *
   * @param ending what its key ends with
   */
  ArtifactDetail place(PipelineDeclaration pipeline, String artifact, String ending) {
    var key =
        cut(pipeline.name(), PIPELINE_LETTERS)
            + "/"
            + cut(artifact, ARTIFACT_LETTERS)
            + "/"
            + ids.alphanumeric(RANDOM_LETTERS)
            + ending;
    return ArtifactDetail.builder()
        .name(artifact)
        .s3location(l -> l.bucket(store(pipeline).location()).key(key))
        .build();
  }

  private static String cut(String name, int letters) {
    return name.substring(0, Math.min(letters, name.length()));
  }

  /** How many bytes {@code artifact} has. */
  long size(ArtifactDetail artifact) {
    var at = artifact.s3location();
    return s3.headObject(r -> r.bucket(at.bucket()).key(at.key())).contentLength();
  }

  /** All of {@code artifact}, which is small. */
  byte[] read(ArtifactDetail artifact) {
    var at = artifact.s3location();
    return s3.getObject(r -> r.bucket(at.bucket()).key(at.key()), ResponseTransformer.toBytes())
        .asByteArrayUnsafe();
  }
}
