package com.shangwellness.ops.release;

import com.shangwellness.ops.fake.FakeLoadBalancing;
import com.shangwellness.ops.fake.FakeTarget;
import com.shangwellness.ops.production.ServiceName;
import com.shangwellness.ops.release.Releases.Way;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.codedeploy.model.DeploymentStatus;

/** Production, which serves version one, and releases to it. */
abstract class ReleasesStage {
  static final ReleaseGroup GROUP =
      new ReleaseGroup("app", "group", new ServiceName("cluster", "web"));
  static final String REPOSITORY = "669097061043.dkr.ecr.ap-south-1.amazonaws.com/web";
  static final StackValues VALUES =
      new StackValues(Map.of("DB_HOST", "db", "DB_SECRET_ARN", "arn:secret"), REPOSITORY);
  static final ReleaseFiles FILES =
      new ReleaseFiles(
          """
          {"family": "web", "cpu": "512", "containerDefinitions": [{"name": "web",
            "image": "<IMAGE1_NAME>", "environment": [
              {"name": "DB_HOST", "value": "${DB_HOST}"},
              {"name": "SECRET", "value": "${DB_SECRET_ARN}"}]}]}
          """,
          """
          Resources:
            - TargetService:
                Properties:
                  TaskDefinition: <TASK_DEFINITION>
          """);

  final FakeTarget aws = new FakeTarget();

  @BeforeEach
  void productionServesBlue() {
    aws.ecs().defines("web:1", REPOSITORY + ":one");
    aws.ecs().serves("web:1");
    aws.images().put("one", "sha256:11");
    aws.images().put("two", "sha256:22");
    aws.loadBalancing().group("web-blue", 2);
    aws.loadBalancing().group("web-green", 0);
    aws.loadBalancing()
        .forwards(
            Map.of(FakeLoadBalancing.arn("web-blue"), 90, FakeLoadBalancing.arn("web-green"), 10));
    aws.codeDeploy().watches("site-5xx", "site-slow");
    alarm("site-5xx", "OK");
    alarm("site-slow", "OK");
  }

  void alarm(String name, String state) {
    aws.cloudWatch()
        .alarm(MetricAlarm.builder().alarmName(name).stateValue(state).stateReason("because"));
  }

  Releases releases() {
    return new Releases(aws, "ap-south-1", GROUP, () -> {});
  }

  String begin(String image, Way way) {
    var releases = releases();
    releases.requireReady(way);
    return releases.begin(FILES, releases.prepare(FILES, VALUES, image), way);
  }

  void ends(String id, DeploymentStatus status) {
    aws.codeDeploy().is(id, d -> d.status(status).completeTime(aws.cloudWatch().now()));
  }
}
