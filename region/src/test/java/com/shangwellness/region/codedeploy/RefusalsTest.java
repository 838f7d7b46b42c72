package com.shangwellness.region.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.testing.Production;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.Alarm;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;

/** What CodeDeploy refuses, by its own error codes: tables, on one production. */
@TestInstance(Lifecycle.PER_CLASS)
class RefusalsTest {

  private static final String NOBODY = "d-NOBODY123";

  @TempDir private static Path folder;
  private Production production;
  private CodeDeployClient codeDeploy;

  @BeforeAll
  void begin() {
    production = Production.simulated(folder).withHealthyService(1);
    codeDeploy = production.cloud().codeDeploy();
    production.ask(
        () -> codeDeploy.createApplication(r -> r.applicationName("empty").computePlatform("ECS")));
  }

  @AfterAll
  void end() {
    production.close();
  }

  private String refused(Function<CodeDeployClient, ?> question) {
    return production.stage().refused(() -> question.apply(codeDeploy));
  }

  static Stream<Arguments> questions() {
    return Stream.of(
        row("ApplicationNameRequiredException", c -> c.getApplication(r -> {})),
        row("ApplicationDoesNotExistException", c -> c.getApplication(r -> r.applicationName("x"))),
        row(
            "ApplicationAlreadyExistsException",
            c -> c.createApplication(r -> r.applicationName("app").computePlatform("ECS"))),
        row(
            "InvalidComputePlatformException: The compute platform Server is not acted on",
            c -> c.createApplication(r -> r.applicationName("new"))),
        row(
            "InvalidComputePlatformException: The compute platform Lambda is not acted on",
            c -> c.createApplication(r -> r.applicationName("new").computePlatform("Lambda"))),
        row(
            "InvalidApplicationNameException",
            c ->
                c.createApplication(
                    r -> r.applicationName("n".repeat(101)).computePlatform("ECS"))),
        row(
            "BatchLimitExceededException",
            c ->
                c.batchGetApplications(
                    r ->
                        r.applicationNames(
                            IntStream.range(0, 101).mapToObj(i -> "a" + i).toList()))),
        row(
            "DeploymentGroupNameRequiredException",
            c -> c.getDeploymentGroup(r -> r.applicationName("app"))),
        row(
            "DeploymentGroupDoesNotExistException",
            c -> c.getDeploymentGroup(r -> r.applicationName("app").deploymentGroupName("x"))),
        row(
            "ApplicationDoesNotExistException",
            c -> c.listDeploymentGroups(r -> r.applicationName("x"))),
        row(
            "DeploymentConfigDoesNotExistException",
            c -> c.getDeploymentConfig(r -> r.deploymentConfigName("x"))),
        row("DeploymentConfigNameRequiredException", c -> c.getDeploymentConfig(r -> {})),
        row(
            "InvalidOperationException",
            c ->
                c.deleteDeploymentConfig(
                    r -> r.deploymentConfigName("CodeDeployDefault.ECSAllAtOnce"))),
        row("DeploymentIdRequiredException", c -> c.getDeployment(r -> {})),
        row("InvalidDeploymentIdException", c -> c.getDeployment(r -> r.deploymentId("1"))),
        row("DeploymentDoesNotExistException", c -> c.getDeployment(r -> r.deploymentId(NOBODY))),
        row("DeploymentDoesNotExistException", c -> c.stopDeployment(r -> r.deploymentId(NOBODY))),
        row(
            "DeploymentDoesNotExistException",
            c -> c.continueDeployment(r -> r.deploymentId(NOBODY))),
        row(
            "DeploymentDoesNotExistException",
            c -> c.listDeploymentTargets(r -> r.deploymentId(NOBODY))),
        row(
            "BatchLimitExceededException",
            c -> c.batchGetDeployments(r -> r.deploymentIds(Collections.nCopies(26, NOBODY)))),
        row("InvalidNextTokenException", c -> c.listApplications(r -> r.nextToken("%"))),
        row(
            "InvalidTimeRangeException",
            c ->
                c.listDeployments(
                    r ->
                        r.createTimeRange(
                            t -> t.start(Instant.ofEpochSecond(2)).end(Instant.ofEpochSecond(1))))),
        row(
            "InvalidDeploymentStatusException",
            c -> c.listDeployments(r -> r.includeOnlyStatusesWithStrings("Odd"))),
        row(
            "RevisionDoesNotExistException",
            c ->
                c.getApplicationRevision(
                    r ->
                        r.applicationName("app")
                            .revision(
                                v ->
                                    v.revisionType("AppSpecContent")
                                        .appSpecContent(a -> a.sha256("1"))))),
        row(
            "RevisionRequiredException",
            c -> c.registerApplicationRevision(r -> r.applicationName("app"))),
        row("ResourceArnRequiredException", c -> c.listTagsForResource(r -> {})),
        row("InvalidArnException", c -> c.listTagsForResource(r -> r.resourceArn("app"))),
        row(
            "ArnNotSupportedException",
            c ->
                c.listTagsForResource(
                    r -> r.resourceArn("arn:aws:codedeploy:ap-south-1:1:application:nobody"))));
  }

  private static Arguments row(String refusal, Function<CodeDeployClient, ?> question) {
    return Arguments.of(refusal, question);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("questions")
  void what_is_not_there_or_not_said(String refusal, Function<CodeDeployClient, ?> question) {
    assertThat(refused(question)).startsWith(refusal);
  }

  private static List<Alarm> alarms(int count) {
    return IntStream.range(0, count).mapToObj(i -> Alarm.builder().name("a" + i).build()).toList();
  }

  static Stream<Arguments> configs() {
    return Stream.of(
        config(
            "InvalidDeploymentConfigNameException",
            c -> c.deploymentConfigName("CodeDeployDefault.Mine")),
        config("InvalidComputePlatformException", c -> c.computePlatform("Lambda")),
        config("InvalidTrafficRoutingConfigurationException", c -> c.trafficRoutingConfig(t -> {})),
        config(
            "InvalidTrafficRoutingConfigurationException: The traffic routing configuration is"
                + " invalid: its percentage is 100; it must be 1 to 99",
            c -> canary(c, 100, 5)),
        config(
            "InvalidTrafficRoutingConfigurationException: The traffic routing configuration is"
                + " invalid: its interval is 0",
            c -> canary(c, 10, 0)),
        config(
            "InvalidTrafficRoutingConfigurationException: The traffic routing configuration is"
                + " invalid: the last shift is more than 2880 minutes after the first",
            c -> canary(c, 10, 2881)),
        config(
            "InvalidTrafficRoutingConfigurationException: The traffic routing configuration is"
                + " invalid: the last shift",
            c ->
                c.trafficRoutingConfig(
                    t ->
                        t.type("TimeBasedLinear")
                            .timeBasedLinear(l -> l.linearPercentage(1).linearInterval(30)))),
        config(
            "InvalidTrafficRoutingConfigurationException: The traffic routing configuration is"
                + " invalid: its type is TimeBasedLinear",
            c ->
                c.trafficRoutingConfig(
                    t ->
                        t.type("TimeBasedLinear")
                            .timeBasedCanary(l -> l.canaryPercentage(1).canaryInterval(30)))),
        config(
            "InvalidMinimumHealthyHostValueException",
            c -> c.minimumHealthyHosts(m -> m.type("HOST_COUNT").value(1))));
  }

  private static Arguments config(
      String refusal, Consumer<CreateDeploymentConfigRequest.Builder> more) {
    return Arguments.of(refusal, more);
  }

  private static void canary(
      CreateDeploymentConfigRequest.Builder config, int percent, int minutes) {
    config.trafficRoutingConfig(
        t ->
            t.type("TimeBasedCanary")
                .timeBasedCanary(c -> c.canaryPercentage(percent).canaryInterval(minutes)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("configs")
  void configurations_that_cannot_be(
      String refusal, Consumer<CreateDeploymentConfigRequest.Builder> more) {
    var request =
        CreateDeploymentConfigRequest.builder().deploymentConfigName("mine").computePlatform("ECS");
    canary(request, 10, 5);
    more.accept(request);
    assertThat(refused(c -> c.createDeploymentConfig(request.build()))).startsWith(refusal);
  }

  static Stream<Arguments> deployments() {
    return Stream.of(
        deployment("ApplicationDoesNotExistException", d -> d.applicationName("x")),
        deployment("DeploymentGroupNameRequiredException", d -> d.deploymentGroupName(null)),
        deployment("DeploymentGroupDoesNotExistException", d -> d.deploymentGroupName("x")),
        deployment("DeploymentConfigDoesNotExistException", d -> d.deploymentConfigName("x")),
        deployment("RevisionRequiredException", d -> d.revision(r -> {})),
        deployment(
            "InvalidRevisionException: For ECS deployment revision, revisionType can be set to",
            d -> d.revision(r -> r.revisionType("GitHub"))),
        deployment(
            "InvalidRevisionException: The sha256 of the AppSpec file is",
            d ->
                d.revision(
                    r ->
                        r.revisionType("AppSpecContent")
                            .appSpecContent(
                                a -> a.content(Production.appSpec("web:1")).sha256("00")))),
        deployment(
            "InvalidRevisionException: The AppSpec file has version 1",
            d -> d.revision(Production.revision("version: 1\n"))),
        deployment(
            "InvalidRevisionException: For ECS deployment revision, BundleType must be either YAML"
                + " or JSON",
            d ->
                d.revision(
                    r ->
                        r.revisionType("S3")
                            .s3Location(s -> s.bucket("b").key("k").bundleType("zip")))),
        deployment(
            "InvalidRevisionException: The AppSpec file cannot be located in the specified S3"
                + " bucket: s3://b/k",
            d ->
                d.revision(
                    r ->
                        r.revisionType("S3")
                            .s3Location(s -> s.bucket("b").key("k").bundleType("YAML")))),
        deployment("DescriptionTooLongException", d -> d.description("x".repeat(257))),
        deployment(
            "AlarmsLimitExceededException",
            d -> d.overrideAlarmConfiguration(a -> a.enabled(true).alarms(alarms(11)))),
        deployment(
            "InvalidAutoRollbackConfigException",
            d -> d.autoRollbackConfiguration(a -> a.enabled(true))),
        deployment("InvalidTargetInstancesException", d -> d.targetInstances(t -> {})),
        deployment("InvalidFileExistsBehaviorException", d -> d.fileExistsBehavior("OVERWRITE")),
        deployment(
            "InvalidUpdateOutdatedInstancesOnlyValueException",
            d -> d.updateOutdatedInstancesOnly(true)),
        deployment(
            "InvalidIgnoreApplicationStopFailuresValueException",
            d -> d.ignoreApplicationStopFailures(true)));
  }

  private static Arguments deployment(
      String refusal, Consumer<CreateDeploymentRequest.Builder> more) {
    return Arguments.of(refusal, more);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deployments")
  void deployments_that_cannot_be(String refusal, Consumer<CreateDeploymentRequest.Builder> more) {
    var request =
        CreateDeploymentRequest.builder()
            .applicationName("app")
            .deploymentGroupName("group")
            .revision(Production.revision(Production.appSpec("web:1")));
    more.accept(request);
    assertThat(refused(c -> c.createDeployment(request.build()))).startsWith(refusal);
    assertThat(production.ask(() -> codeDeploy.listDeployments(r -> {})).deployments()).isEmpty();
  }

  @Test
  void a_configuration_in_use_stays() {
    var name = "used";
    production.ask(
        () ->
            codeDeploy.createDeploymentConfig(
                r -> {
                  r.deploymentConfigName(name).computePlatform("ECS");
                  canary(r, 10, 5);
                }));
    change(name);
    assertThat(refused(c -> c.deleteDeploymentConfig(r -> r.deploymentConfigName(name))))
        .startsWith("DeploymentConfigInUseException");
    change("CodeDeployDefault.ECSAllAtOnce");
    production.ask(() -> codeDeploy.deleteDeploymentConfig(r -> r.deploymentConfigName(name)));
    assertThat(refused(c -> c.getDeploymentConfig(r -> r.deploymentConfigName(name))))
        .startsWith("DeploymentConfigDoesNotExistException");
  }

  private void change(String config) {
    production.ask(
        () ->
            codeDeploy.updateDeploymentGroup(
                r ->
                    r.applicationName("app")
                        .currentDeploymentGroupName("group")
                        .deploymentConfigName(config)));
  }
}
