package com.shangwellness.infra.settings;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a change reaches production.
 *
 * @param source {@code s3}, or a Git repository as {@code GitHub:owner/repository@branch}
 * @param approval whether a person agrees to each release
 * @param buildImage the image that CodeBuild builds in
 * @param buildSize the machine that CodeBuild builds on
 * @param buildTimeoutMinutes after which a build has failed
 * @param shift how CodeDeploy moves the traffic: one of its own configurations, without the prefix
 * @param terminationWaitMinutes how long the old version stays after a release, for a rollback
 * @param artifactDays how long sources and builds of past releases are kept
 * @param rebuildDay the day of each month on which the newest source is built and released again,
 *     on the newest base image
 */
public record DeliverySettings(
    String source,
    boolean approval,
    String buildImage,
    BuildSize buildSize,
    int buildTimeoutMinutes,
    String shift,
    int terminationWaitMinutes,
    int artifactDays,
    int rebuildDay) {

  private static final String S3 = "s3";
  private static final Pattern GIT =
      Pattern.compile("(GitHub|GitLab|Bitbucket):([\\w.-]+/[\\w.-]+)@([\\w./-]+)");

  /**
   * A repository that AWS reads by a connection.
   *
   * @param provider as CodeConnections calls it
   * @param repository owner and name
   */
  public record Git(String provider, String repository, String branch) {}

  static DeliverySettings from(Section section) {
    return new DeliverySettings(
        section.text(
            "source",
            S3 + "|" + GIT.pattern(),
            "s3, or GitHub:owner/repository@branch (or GitLab, Bitbucket)"),
        section.flag("approval"),
        section.text(
            "buildImage",
            "aws/codebuild/(amazonlinux-x86_64-)?standard:\\d+\\.\\d+",
            "an image of CodeBuild for x86_64, such as"
                + " aws/codebuild/amazonlinux-x86_64-standard:5.0"),
        section.choice("buildSize", BuildSize.class),
        section.number("buildTimeoutMinutes", 5, 480),
        section.text(
            "shift",
            "ECS(AllAtOnce|Linear10PercentEvery[13]Minutes|Canary10Percent(5|15)Minutes)",
            "one of ECSAllAtOnce, ECSLinear10PercentEvery1Minutes,"
                + " ECSLinear10PercentEvery3Minutes, ECSCanary10Percent5Minutes,"
                + " ECSCanary10Percent15Minutes"),
        section.number("terminationWaitMinutes", 0, 2880),
        section.number("artifactDays", 1, 3650),
        // Every month has these days.
        section.number("rebuildDay", 1, 28));
  }

  /** The Git repository, if the source is one. */
  public Optional<Git> git() {
    var parts = GIT.matcher(source);
    return parts.matches()
        ? Optional.of(new Git(parts.group(1), parts.group(2), parts.group(3)))
        : Optional.empty();
  }
}
