package com.shangwellness.region.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.cloudwatchlogs.CloudWatchLogs;
import com.shangwellness.region.codebuild.Around;
import com.shangwellness.region.codebuild.CodeBuild;
import com.shangwellness.region.codebuild.Neighbours;
import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.kms.Kms;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.s3.BucketNames;
import com.shangwellness.region.s3.S3;
import com.shangwellness.region.secretsmanager.SecretsManager;
import com.shangwellness.region.shells.Act;
import com.shangwellness.region.shells.SimulatedShell;
import com.shangwellness.region.ssm.Ssm;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.Sessions;
import com.shangwellness.region.sts.Sts;
import com.shangwellness.region.timeline.Timeline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CodeBuild as boto3 and the aws command see it. */
class CodeBuildClientsTest {

  private static final String TRUST =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
          + "\"Principal\":{\"Service\":\"codebuild.amazonaws.com\"}}}";

  private static final String BOTO3 =
      """
      import boto3, sys, time
      from botocore.exceptions import ClientError
      cb = boto3.client("codebuild", endpoint_url=sys.argv[1], region_name="ap-south-1",
                        aws_access_key_id="local", aws_secret_access_key="local")
      spec = "version: 0.2\\nenv:\\n  exported-variables: [TAG]\\n" \\
             "phases:\\n  build:\\n    commands: [make]\\n"
      project = dict(
          name="web", source={"type": "NO_SOURCE", "buildspec": spec},
          artifacts={"type": "NO_ARTIFACTS"},
          environment={"type": "LINUX_CONTAINER", "image": "aws/codebuild/standard:7.0",
                       "computeType": "BUILD_GENERAL1_SMALL"},
          serviceRole="arn:aws:iam::123456789012:role/builder")
      made = cb.create_project(**project)["project"]
      assert made["arn"] == "arn:aws:codebuild:ap-south-1:123456789012:project/web", made
      assert made["timeoutInMinutes"] == 60, made
      assert cb.list_projects()["projects"] == ["web"]
      build = cb.start_build(projectName="web", environmentVariablesOverride=[
          {"name": "A", "value": "1", "type": "PLAINTEXT"}])["build"]
      assert build["currentPhase"] == "QUEUED" and build["buildNumber"] == 1, build
      assert build["buildStatus"] == "IN_PROGRESS" and not build["buildComplete"], build
      deadline = time.time() + 30
      while not build["buildComplete"]:
          assert time.time() < deadline, build
          build = cb.batch_get_builds(ids=[build["id"]])["builds"][0]
      assert build["buildStatus"] == "SUCCEEDED", build
      assert build["exportedEnvironmentVariables"] == [{"name": "TAG", "value": "v1"}], build
      assert [p["phaseType"] for p in build["phases"]][-1] == "COMPLETED", build
      assert build["phases"][0]["startTime"].year >= 2026, build
      assert cb.list_builds_for_project(projectName="web")["ids"] == [build["id"]]
      for call, code in [
          (lambda: cb.create_project(**project), "ResourceAlreadyExistsException"),
          (lambda: cb.start_build(projectName="none"), "ResourceNotFoundException"),
          (lambda: cb.start_build(projectName="web", environmentVariablesOverride=[
              {"name": "CODEBUILD_X", "value": "1"}]), "InvalidInputException"),
          (lambda: cb.start_build(projectName="web", cacheOverride={"type": "NONE"}),
           "InvalidInputException"),
          (lambda: cb.stop_build(id="web:none"), "ResourceNotFoundException"),
          (lambda: cb.create_project(**{**project, "name": "other", "artifacts":
              {"type": "CODEPIPELINE"}}), "InvalidInputException")]:
          try:
              call()
              raise AssertionError("not refused: " + code)
          except ClientError as e:
              assert e.response["Error"]["Code"] == code, e.response
      cb.delete_project(name="web")
      print("agreed")
      """;

  @TempDir private Path folder;
  private ServedService served;

  @BeforeEach
  void start() {
    served = new ServedService(folder, this::codeBuild);
  }

  private CodeBuild codeBuild(Timeline timeline, Store store) {
    var place = ServedService.MUMBAI;
    var random = new Random(1);
    var ids = new Ids(random);
    var spool = new Spool(folder.resolve("s3-spool"));
    var kms = new Kms(place, timeline, store, ids, random);
    var iam = new Iam(place, timeline, store, ids);
    timeline.post(
        "a role", () -> iam.createRole(r -> r.roleName("builder").assumeRolePolicyDocument(TRUST)));
    var shell = new SimulatedShell(timeline, random);
    shell.behave("make", Act.succeeds().taking(Duration.ofMillis(200)).exporting("TAG", "v1"));
    return new CodeBuild(
        place,
        timeline,
        store,
        ids,
        new Neighbours(
            new S3(
                place,
                timeline,
                store,
                ids,
                new BucketNames(store),
                folder.resolve("objects"),
                spool),
            spool,
            new CloudWatchLogs(place, timeline, store, folder.resolve("logs")),
            new SecretsManager(place, timeline, store, ids, kms, random),
            new Ssm(place, timeline, store, kms),
            new Sts(place, iam, new Sessions(timeline, store, ids))),
        new Around(
            shell,
            folder.resolve("b"),
            folder.resolve("caches"),
            Thread::startVirtualThread,
            URI.create("http://127.0.0.1:4566")));
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void boto3_agrees() throws IOException, InterruptedException {
    assertThat(served.run(List.of("python3", "-c", BOTO3, served.endpoint())))
        .isEqualTo("agreed\n");
  }

  private String aws(String... words) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of("aws", "--endpoint-url", served.endpoint(), "--output", "text", "codebuild"));
    command.addAll(List.of(words));
    return served.run(command).strip();
  }

  @Test
  void the_aws_command_agrees() throws IOException, InterruptedException {
    aws(
        "create-project",
        "--name",
        "web",
        "--source",
        "type=NO_SOURCE,buildspec='{\"version\":0.2,\"phases\":{\"build\":{\"commands\":[\"make\"]}}}'",
        "--artifacts",
        "type=NO_ARTIFACTS",
        "--environment",
        "type=LINUX_CONTAINER,image=aws/codebuild/standard:7.0,computeType=BUILD_GENERAL1_SMALL",
        "--service-role",
        "arn:aws:iam::123456789012:role/builder");
    var id = aws("start-build", "--project-name", "web", "--query", "build.id");
    assertThat(id).startsWith("web:");
    assertThat(aws("list-builds", "--query", "ids")).isEqualTo(id);
    assertThat(aws("stop-build", "--id", id, "--query", "build.projectName")).isEqualTo("web");
  }
}
