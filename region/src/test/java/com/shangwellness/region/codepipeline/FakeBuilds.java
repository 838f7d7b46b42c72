package com.shangwellness.region.codepipeline;

import com.shangwellness.region.caller.Caller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.BatchGetBuildsRequest;
import software.amazon.awssdk.services.codebuild.model.BatchGetBuildsResponse;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.ExportedEnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;
import software.amazon.awssdk.services.codebuild.model.StartBuildResponse;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/** Builds that end when the test says so. It outlives a region that is killed. */
final class FakeBuilds implements CodeBuildClient {

  final List<StartBuildRequest> started = new ArrayList<>();
  final List<String> callers = new ArrayList<>();
  private final Map<String, Build> builds = new LinkedHashMap<>();
  private int asked;

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public StartBuildResponse startBuild(StartBuildRequest request) {
    started.add(request);
    callers.add(Caller.current().map(Caller::principal).orElse(""));
    var build =
        Build.builder()
            .id(request.projectName() + ":" + started.size())
            .buildStatus(StatusType.IN_PROGRESS)
            .build();
    builds.put(build.id(), build);
    return StartBuildResponse.builder().build(build).build();
  }

  @Override
  public BatchGetBuildsResponse batchGetBuilds(BatchGetBuildsRequest request) {
    asked++;
    return BatchGetBuildsResponse.builder()
        .builds(request.ids().stream().filter(builds::containsKey).map(builds::get).toList())
        .build();
  }

  /** Whether a build runs that somebody has asked for as often as {@code times}. */
  boolean runsAndWasAskedFor(int times) {
    return asked >= times
        && builds.values().stream().anyMatch(b -> b.buildStatus() == StatusType.IN_PROGRESS);
  }

  /** The latest build succeeds, with these exported variables. */
  void succeeds(Map<String, String> exported) {
    end(
        Build.builder()
            .buildStatus(StatusType.SUCCEEDED)
            .exportedEnvironmentVariables(
                exported.entrySet().stream()
                    .map(
                        variable ->
                            ExportedEnvironmentVariable.builder()
                                .name(variable.getKey())
                                .value(variable.getValue())
                                .build())
                    .toList()));
  }

  /** The latest build's command fails. */
  void fails() {
    end(
        Build.builder()
            .buildStatus(StatusType.FAILED)
            .phases(
                p -> p.phaseType("DOWNLOAD_SOURCE").phaseStatus(StatusType.SUCCEEDED),
                p ->
                    p.phaseType("BUILD")
                        .phaseStatus(StatusType.FAILED)
                        .contexts(
                            c ->
                                c.statusCode("COMMAND_EXECUTION_ERROR")
                                    .message(
                                        "Error while executing command: mvn verify. Reason: exit"
                                            + " status 1"))));
  }

  private void end(Build.Builder ended) {
    var id = started.getLast().projectName() + ":" + started.size();
    builds.put(id, ended.id(id).build());
  }
}
