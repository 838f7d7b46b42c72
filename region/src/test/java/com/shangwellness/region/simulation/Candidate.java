package com.shangwellness.region.simulation;

import java.util.Optional;
import java.util.random.RandomGenerator;

/** What somebody releases: a version, and how the AppSpec describes it. */
record Candidate(Version version, Flaw flaw) {

  /** What is wrong with an AppSpec. */
  enum Flaw {
    NONE,
    /** It names a port that the container does not have. */
    WRONG_PORT,
    /** It names a task definition that was never registered. */
    NO_SUCH_DEFINITION,
    /** It names a function as a hook; nobody can call it. */
    HOOK
  }

  private static final String HOOK =
      ",\"Hooks\":[{\"BeforeAllowTraffic\":\"CodeDeployHook_judge\"}]";

  static final Candidate GOOD = new Candidate(Version.GOOD, Flaw.NONE);

  /** The one that {@code description} tells of. */
  static Optional<Candidate> described(String description) {
    if (description == null || !description.contains("/")) {
      return Optional.empty();
    }
    var parts = description.split("/", -1);
    return Optional.of(new Candidate(Version.valueOf(parts[0]), Flaw.valueOf(parts[1])));
  }

  static Candidate draw(RandomGenerator random) {
    var versions = Version.values();
    if (random.nextInt(3) == 0) {
      return new Candidate(random.nextBoolean() ? Version.GOOD : Version.BETTER, Flaw.NONE);
    }
    if (random.nextInt(6) == 0) {
      var flaws = Flaw.values();
      return new Candidate(Version.BETTER, flaws[1 + random.nextInt(flaws.length - 1)]);
    }
    return new Candidate(versions[random.nextInt(versions.length)], Flaw.NONE);
  }

  /** For people, and for the deployment's description. */
  String description() {
    return version + "/" + flaw;
  }

  String appSpec(Site site) {
    var definition =
        flaw == Flaw.NO_SUCH_DEFINITION
            ? site.definitions().get(version) + "00"
            : site.definitions().get(version);
    return """
    {"version":0.0,"Resources":[{"TargetService":{"Type":"AWS::ECS::Service","Properties":{\
    "TaskDefinition":"%s","LoadBalancerInfo":{"ContainerName":"%s","ContainerPort":%d},\
    "PlatformVersion":"1.4.0"}}}]%s}\
    """
        .formatted(
            definition,
            Site.CONTAINER,
            flaw == Flaw.WRONG_PORT ? 81 : 80,
            flaw == Flaw.HOOK ? HOOK : "");
  }
}
