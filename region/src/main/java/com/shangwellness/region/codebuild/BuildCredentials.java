package com.shangwellness.region.codebuild;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.sts.RoleCredentials;
import com.shangwellness.region.sts.RoleCredentials.Holder;
import com.shangwellness.region.timeline.Timeline;
import com.sun.net.httpserver.HttpHandler;
import software.amazon.awssdk.services.sts.StsClient;

/** Which builds get the credentials of their role: those that run. */
final class BuildCredentials {

  static final String PATH = "/_region/builds/credentials/";

  private static final String SESSION = "AWSCodeBuild-";

  private final Builds builds;

  private BuildCredentials(Builds builds) {
    this.builds = builds;
  }

  /** Where the SDKs of a build's programs get them. */
  static HttpHandler handler(Place place, Timeline timeline, StsClient sts, Builds builds) {
    var holders = new BuildCredentials(builds);
    return new RoleCredentials(PATH, "codebuild", place, timeline, sts, holders::find);
  }

  /** What a build's sessions of its role are called. */
  static String session(KeptBuild build) {
    return SESSION + build.uuid();
  }

  private Holder find(String session, String token) {
    return builds.underWay().stream()
        .filter(build -> session(build).equals(session))
        .filter(build -> RoleCredentials.same(build.token(), token))
        .findFirst()
        .<Holder>map(build -> new Holder.Granted(build.build().serviceRole()))
        .orElseGet(
            () ->
                new Holder.Refused(
                    403, "AccessDeniedException", "no build that runs has this token"));
  }
}
