package com.shangwellness.ops.fake;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.BatchGetBuildsRequest;
import software.amazon.awssdk.services.codebuild.model.BatchGetBuildsResponse;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/** Builds whose logs are in the group {@code /web}, in the stream of their id. */
public final class FakeBuilds implements CodeBuildClient {
  private final Map<String, Build> builds = new LinkedHashMap<>();

  /** A build begins. */
  public void begins(String id) {
    builds.put(id, build(id, StatusType.IN_PROGRESS).build());
  }

  private static Build.Builder build(String id, StatusType status) {
    return Build.builder()
        .id(id)
        .buildStatus(status)
        .logs(l -> l.groupName("/web").streamName("web/app/" + id));
  }

  /** A build fails in a phase, for this reason. */
  public void fails(String id, String phase, String code, String message) {
    var failed =
        BuildPhase.builder()
            .phaseType(phase)
            .phaseStatus(StatusType.FAILED)
            .contexts(c -> c.statusCode(code).message(message))
            .build();
    var before =
        BuildPhase.builder().phaseType("DOWNLOAD_SOURCE").phaseStatus(StatusType.SUCCEEDED).build();
    builds.put(id, build(id, StatusType.FAILED).phases(before, failed).build());
  }

  @Override
  public BatchGetBuildsResponse batchGetBuilds(BatchGetBuildsRequest request) {
    return BatchGetBuildsResponse.builder()
        .builds(request.ids().stream().filter(builds::containsKey).map(builds::get).toList())
        .build();
  }

  @Override
  public String serviceName() {
    return "codebuild";
  }

  @Override
  public void close() {}
}
