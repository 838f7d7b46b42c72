package com.shangwellness.region.codebuild;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.CacheType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.sts.StsClient;

/** What a project must be, on AWS and here. */
final class ProjectRules {

  private static final Set<SourceType> SOURCES =
      Set.of(SourceType.S3, SourceType.CODEPIPELINE, SourceType.NO_SOURCE);
  private static final Set<EnvironmentType> LINUX =
      Set.of(
          EnvironmentType.LINUX_CONTAINER,
          EnvironmentType.LINUX_EC2,
          EnvironmentType.ARM_CONTAINER,
          EnvironmentType.ARM_EC2);

  private final Place place;
  private final StsClient sts;

  ProjectRules(Place place, StsClient sts) {
    this.place = place;
    this.sts = sts;
  }

  /** A project, and the role that its builds are to have. */
  void check(Project project) {
    checkBuild(project);
    role(project.serviceRole());
  }

  /** A project as one build has it. */
  void checkBuild(Project project) {
    source(project.source(), "source");
    project.secondarySources().forEach(source -> source(source, "secondary source"));
    distinct(project.secondarySources().stream().map(ProjectSource::sourceIdentifier).toList());
    artifacts(project.source(), project.artifacts());
    for (var artifacts : project.secondaryArtifacts()) {
      if (artifacts.artifactIdentifier() == null) {
        throw Refusals.invalid(
            "Invalid secondary artifacts: artifactIdentifier is required for each of them");
      }
      artifacts(project.source(), artifacts);
    }
    distinct(
        project.secondaryArtifacts().stream().map(ProjectArtifacts::artifactIdentifier).toList());
    variables(project.environment().environmentVariables());
    surroundings(project);
  }

  private static void source(ProjectSource source, String what) {
    if (!SOURCES.contains(source.type())) {
      throw Refusals.invalid(
          "Invalid project "
              + what
              + ": this region has no sources of type "
              + source.typeAsString()
              + "; it has S3, CODEPIPELINE and NO_SOURCE");
    }
    if (source.type() == SourceType.S3) {
      Location.parse(source.location());
    }
    boolean inline = source.buildspec() != null && !source.buildspec().isBlank();
    if (source.type() == SourceType.NO_SOURCE && !inline) {
      throw Refusals.invalid(
          "Invalid project " + what + ": buildspec is required when the type is NO_SOURCE");
    }
  }

  static void artifacts(ProjectSource source, ProjectArtifacts artifacts) {
    boolean pipeline = artifacts.type() == ArtifactsType.CODEPIPELINE;
    if (pipeline != (source.type() == SourceType.CODEPIPELINE)) {
      throw Refusals.invalid(
          "Invalid artifacts: the types of source and artifacts must both be CODEPIPELINE, or"
              + " neither");
    }
    if (artifacts.type() == ArtifactsType.S3
        && (artifacts.location() == null || artifacts.location().isBlank())) {
      throw Refusals.invalid("Invalid artifacts: location is required when the type is S3");
    }
  }

  private static void distinct(List<String> identifiers) {
    if (new HashSet<>(identifiers).size() < identifiers.size()) {
      throw Refusals.invalid("Invalid input: identifiers must be unique: " + identifiers);
    }
  }

  // User guide, "Environment variables in build environments": the prefix is CodeBuild's own.
  static void variables(List<EnvironmentVariable> variables) {
    for (var variable : variables) {
      if (variable.name().startsWith("CODEBUILD_")) {
        throw Refusals.invalid(
            "Invalid environment variable: "
                + variable.name()
                + " begins with CODEBUILD_, which is reserved");
      }
    }
    var names = variables.stream().map(EnvironmentVariable::name).toList();
    if (new HashSet<>(names).size() < names.size()) {
      throw Refusals.invalid("Invalid environment variables: names must be unique: " + names);
    }
  }

  private static void surroundings(Project project) {
    if (!LINUX.contains(project.environment().type())) {
      throw Refusals.invalid(
          "Invalid environment: this region runs builds on Linux only, and the type is "
              + project.environment().typeAsString());
    }
    if (project.cache().type() == CacheType.S3) {
      throw Refusals.invalid(
          "Invalid cache: this region keeps caches of type LOCAL, and the type is S3");
    }
    if (project.hasFileSystemLocations() && !project.fileSystemLocations().isEmpty()) {
      throw Refusals.invalid("Invalid file system locations: this region has no EFS");
    }
  }

  private void role(String role) {
    try {
      Caller.ofService("codebuild", place.account(), place.region())
          .run(() -> sts.assumeRole(r -> r.roleArn(role).roleSessionName("AWSCodeBuild")));
    } catch (AwsServiceException e) {
      throw Refusals.invalid(
          "CodeBuild is not authorized to perform: sts:AssumeRole on service role. Please verify"
              + " that: 1) The provided service role exists, 2) The role name is case-sensitive and"
              + " matches exactly, and 3) The role has the necessary trust policy configured ("
              + AwsErrors.message(e)
              + ")");
    }
  }
}
