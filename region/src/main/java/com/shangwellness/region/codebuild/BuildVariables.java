package com.shangwellness.region.codebuild;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.place.Place;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.SourceType;

/**
 * The environment variables of a build (CodeBuild user guide, "Environment variables in build
 * environments").
 */
final class BuildVariables {

  private static final Pattern OUR_OWN = Pattern.compile("CODEBUILD_.*");

  private final Place place;
  private final URI endpoint;

  BuildVariables(Place place, URI endpoint) {
    this.place = place;
    this.endpoint = endpoint;
  }

  /**
   * All of them.
   *
   * @param folder the build's
   * @param own the build's own, from its buildspec, its project and the request that started it
   * @param sources where its sources are, the further ones by identifier
   */
  Map<String, String> of(
      KeptBuild kept, BuildFolder folder, Map<String, String> own, Map<String, Path> sources) {
    var build = kept.build();
    var all = new LinkedHashMap<String, String>();
    own.forEach(
        (name, value) -> {
          if (!OUR_OWN.matcher(name).matches()) {
            all.put(name, value);
          }
        });
    all.put("HOME", folder.home().toString());
    all.put("TMPDIR", folder.temporary().toString());
    all.put("AWS_REGION", place.region());
    all.put("AWS_DEFAULT_REGION", place.region());
    all.put("AWS_EXECUTION_ENV", "AWS_ECS_EC2");
    all.put(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        endpoint.resolve(BuildCredentials.PATH + BuildCredentials.session(kept)).toString());
    all.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", kept.token());
    all.put("CODEBUILD_BUILD_ARN", build.arn());
    all.put("CODEBUILD_BUILD_ID", build.id());
    all.put("CODEBUILD_BUILD_IMAGE", build.environment().image());
    all.put("CODEBUILD_BUILD_NUMBER", String.valueOf(build.buildNumber()));
    all.put("CODEBUILD_BUILD_SUCCEEDING", "1");
    all.put("CODEBUILD_BUILD_URL", url(build));
    all.put("CODEBUILD_CI", "true");
    all.put("CODEBUILD_INITIATOR", build.initiator());
    all.put("CODEBUILD_KMS_KEY_ID", requireNonNullElse(build.encryptionKey(), ""));
    all.put("CODEBUILD_LOG_PATH", requireNonNullElse(build.logs().streamName(), ""));
    all.put("CODEBUILD_PROJECT_ARN", place.arn("codebuild", "project/" + build.projectName()));
    all.put("CODEBUILD_START_TIME", String.valueOf(build.startTime().toEpochMilli()));
    if (build.resolvedSourceVersion() != null) {
      all.put("CODEBUILD_RESOLVED_SOURCE_VERSION", build.resolvedSourceVersion());
    }
    if (build.source().type() == SourceType.S3) {
      all.put("CODEBUILD_SOURCE_REPO_URL", "s3://" + build.source().location());
    }
    all.put("CODEBUILD_SOURCE_VERSION", requireNonNullElse(build.sourceVersion(), ""));
    sources.forEach(
        (identifier, where) ->
            all.put(
                identifier.isEmpty() ? "CODEBUILD_SRC_DIR" : "CODEBUILD_SRC_DIR_" + identifier,
                where.toString()));
    all.values().removeIf(String::isEmpty);
    return all;
  }

  private String url(Build build) {
    return "https://%s.console.aws.amazon.com/codesuite/codebuild/%s/projects/%s/build/%s"
        .formatted(
            place.region(), place.account(), build.projectName(), build.id().replace(":", "%3A"));
  }
}
