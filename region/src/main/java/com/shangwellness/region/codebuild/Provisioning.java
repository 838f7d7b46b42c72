package com.shangwellness.region.codebuild;

import com.shangwellness.region.caller.Caller;
import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Place;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.StsClient;

/** Gets what a build runs in: here, its role and its log. */
record Provisioning(Place place, StsClient sts) implements Stage {

  @Override
  public void enter(Run run, Ending ending) {
    var build = run.order().build();
    try {
      Caller.ofService("codebuild", place.account(), place.region())
          .run(
              () ->
                  sts.assumeRole(
                      r ->
                          r.roleArn(build.serviceRole())
                              .roleSessionName(BuildCredentials.session(run.order()))));
      run.log().open();
    } catch (AwsServiceException e) {
      ending.failed(
          new BuildFault(
              "ACCESS_DENIED",
              "Service role "
                  + build.serviceRole()
                  + " does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for"
                  + " build "
                  + build.arn()
                  + ". Error message: "
                  + AwsErrors.message(e)));
      return;
    }
    run.log()
        .say(
            "Running on this machine in place of "
                + build.environment().image()
                + (Objects.equals(build.environment().privilegedMode(), true)
                    ? "; there is no Docker in privileged mode"
                    : ""));
    ending.succeeded();
  }
}
