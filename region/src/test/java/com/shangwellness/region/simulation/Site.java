package com.shangwellness.region.simulation;

import com.shangwellness.region.SimulatedRegion;
import com.shangwellness.region.traffic.Address;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/**
 * Production as its templates have it, as far as a release touches it: two zones, a load balancer
 * with a production and a test listener, two target groups, a service of two tasks, its scaling and
 * the alarms that a release is judged by.
 *
 * @param digests of the images that are in the registry
 * @param definitions the ARNs of the task definitions
 */
record Site(
    String production,
    String test,
    String blue,
    String green,
    Address entrance,
    Map<Version, String> digests,
    Map<Version, String> definitions) {

  static final String BASE = "shangwellness-prod";
  static final String CLUSTER = BASE + "-cluster";
  static final String SERVICE = BASE + "-service";
  static final String APPLICATION = BASE + "-codedeploy";
  static final String DEPLOYMENT_GROUP = BASE + "-deployment-group";
  static final String CONTAINER = "shangwellness-app";
  static final int TASKS = 2;
  static final int LEAST_TASKS = 1;
  static final int MOST_TASKS = 10;
  static final Duration DEREGISTRATION_DELAY = Duration.ofSeconds(30);

  /** The alarms that a release is judged by. */
  static final List<String> ALARMS =
      List.of(
              "elb-5xx",
              "blue-5xx",
              "green-5xx",
              "blue-unhealthy",
              "green-unhealthy",
              "blue-latency",
              "green-latency")
          .stream()
          .map(Site::alarm)
          .toList();

  static String alarm(String what) {
    return BASE + "-release-" + what;
  }

  /** Builds it in {@code region}, with {@link Version#GOOD} in service. */
  static Site build(SimulatedRegion region, Terms terms) {
    return new Builder(region, terms).build();
  }

  /** The target group that is not {@code group}. */
  String otherThan(String group) {
    return group.equals(blue) ? green : blue;
  }

  /** The zone of an address in the VPC, or of where it is served. */
  static char zone(String address) {
    var third = address.split("\\.", -1)[2];
    return third.equals("0") || third.equals("10") ? 'a' : 'b';
  }

  /** Asks as one action of its own. */
  static <T> T ask(SimulatedRegion region, Supplier<T> question) {
    try {
      return region.timeline().call("site is built", question).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static final class Builder {
    private final SimulatedRegion region;
    private final Terms terms;
    private final Ec2Client ec2;
    private final ElasticLoadBalancingV2Client elb;
    private final EcsClient ecs;
    private final Map<Version, String> digests = new EnumMap<>(Version.class);
    private final Map<Version, String> definitions = new EnumMap<>(Version.class);

    Builder(SimulatedRegion region, Terms terms) {
      this.region = region;
      this.terms = terms;
      this.ec2 = region.client(Ec2Client.class);
      this.elb = region.client(ElasticLoadBalancingV2Client.class);
      this.ecs = region.client(EcsClient.class);
    }

    private <T> T ask(Supplier<T> question) {
      return Site.ask(region, question);
    }

    Site build() {
      images();
      var vpc = ask(() -> ec2.createVpc(r -> r.cidrBlock("10.0.0.0/16"))).vpc().vpcId();
      var front = List.of(subnet(vpc, 0, 'a'), subnet(vpc, 1, 'b'));
      var inside = List.of(subnet(vpc, 10, 'a'), subnet(vpc, 11, 'b'));
      var internet =
          ask(() -> ec2.createInternetGateway(r -> {})).internetGateway().internetGatewayId();
      ask(() -> ec2.attachInternetGateway(r -> r.internetGatewayId(internet).vpcId(vpc)));
      var group =
          ask(() -> ec2.createSecurityGroup(r -> r.groupName("web").description("web").vpcId(vpc)))
              .groupId();
      var blue = targetGroup("blue", vpc);
      var green = targetGroup("green", vpc);
      var balancer = balancer(front, group);
      var production = listener(balancer, 80, blue);
      var test = listener(balancer, 8080, green);
      alarms(balancer, Map.of("blue", blue, "green", green));
      service(inside, group, blue);
      scaling();
      new Delivery(region, terms).build(production, test);
      var entrance = region.traffic().frontend(production).orElseThrow().addresses().getFirst();
      return new Site(
          production, test, blue, green, entrance, Map.copyOf(digests), Map.copyOf(definitions));
    }

    private void images() {
      var ecr = region.client(EcrClient.class);
      ask(() -> ecr.createRepository(r -> r.repositoryName(BASE)));
      for (var version : Version.values()) {
        if (version != Version.MISSING) {
          var manifest =
              "{\"schemaVersion\":2,\"manifests\":[],\"annotations\":{\"version\":\"%s\"}}"
                  .formatted(version.tag());
          var image =
              ask(() ->
                      ecr.putImage(
                          r ->
                              r.repositoryName(BASE)
                                  .imageTag(version.tag())
                                  .imageManifest(manifest)
                                  .imageManifestMediaType(
                                      "application/vnd.oci.image.index.v1+json")))
                  .image();
          digests.put(version, image.imageId().imageDigest());
        }
        definitions.put(version, definition(version));
      }
    }

    private String definition(Version version) {
      var image =
          "%s.dkr.ecr.%s.amazonaws.com/%s:%s"
              .formatted(
                  SimulatedRegion.PLACE.account(),
                  SimulatedRegion.PLACE.region(),
                  BASE,
                  version.tag());
      return ask(() ->
              ecs.registerTaskDefinition(
                  r ->
                      r.family(BASE + "-task")
                          .cpu("512")
                          .memory("1024")
                          .networkMode(NetworkMode.AWSVPC)
                          .requiresCompatibilities(Compatibility.FARGATE)
                          .executionRoleArn("arn:aws:iam::669097061043:role/execution")
                          .containerDefinitions(
                              c ->
                                  c.name(CONTAINER)
                                      .image(image)
                                      .essential(true)
                                      .stopTimeout(30)
                                      .portMappings(p -> p.containerPort(80)))))
          .taskDefinition()
          .taskDefinitionArn();
    }

    private String subnet(String vpc, int third, char zone) {
      return ask(() ->
              ec2.createSubnet(
                  r ->
                      r.vpcId(vpc)
                          .cidrBlock("10.0." + third + ".0/24")
                          .availabilityZone(SimulatedRegion.PLACE.zone(zone))))
          .subnet()
          .subnetId();
    }

    private String targetGroup(String colour, String vpc) {
      var arn =
          ask(() ->
                  elb.createTargetGroup(
                      r ->
                          r.name(BASE + "-" + colour)
                              .protocol(ProtocolEnum.HTTP)
                              .port(80)
                              .vpcId(vpc)
                              .targetType(TargetTypeEnum.IP)
                              .healthCheckPath("/healthcheck")
                              .healthCheckIntervalSeconds(5)
                              .healthCheckTimeoutSeconds(3)
                              .healthyThresholdCount(2)
                              .unhealthyThresholdCount(3)))
              .targetGroups()
              .getFirst()
              .targetGroupArn();
      var seconds = String.valueOf(DEREGISTRATION_DELAY.toSeconds());
      ask(
          () ->
              elb.modifyTargetGroupAttributes(
                  r ->
                      r.targetGroupArn(arn)
                          .attributes(
                              a -> a.key("deregistration_delay.timeout_seconds").value(seconds))));
      return arn;
    }

    private String balancer(List<String> subnets, String group) {
      var arn =
          ask(() ->
                  elb.createLoadBalancer(
                      r -> r.name(BASE + "-alb").subnets(subnets).securityGroups(group)))
              .loadBalancers()
              .getFirst()
              .loadBalancerArn();
      region.timeline().passes(Duration.ofSeconds(1));
      return arn;
    }

    private String listener(String balancer, int port, String group) {
      return ask(() ->
              elb.createListener(
                  r ->
                      r.loadBalancerArn(balancer)
                          .port(port)
                          .protocol(ProtocolEnum.HTTP)
                          .defaultActions(
                              a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(group))))
          .listeners()
          .getFirst()
          .listenerArn();
    }

    private void service(List<String> subnets, String group, String blue) {
      ask(() -> ecs.createCluster(r -> r.clusterName(CLUSTER)));
      ask(
          () ->
              ecs.createService(
                  r ->
                      r.cluster(CLUSTER)
                          .serviceName(SERVICE)
                          .launchType(LaunchType.FARGATE)
                          .deploymentController(c -> c.type(DeploymentControllerType.CODE_DEPLOY))
                          .deploymentConfiguration(
                              c -> c.minimumHealthyPercent(100).maximumPercent(200))
                          .taskDefinition(definitions.get(Version.GOOD))
                          .desiredCount(TASKS)
                          .healthCheckGracePeriodSeconds(60)
                          .networkConfiguration(
                              n ->
                                  n.awsvpcConfiguration(
                                      v -> v.subnets(subnets).securityGroups(group)))
                          .loadBalancers(
                              l ->
                                  l.targetGroupArn(blue)
                                      .containerName(CONTAINER)
                                      .containerPort(80))));
    }

    private void scaling() {
      var scaling = region.client(ApplicationAutoScalingClient.class);
      var resource = "service/" + CLUSTER + "/" + SERVICE;
      ask(
          () ->
              scaling.registerScalableTarget(
                  r ->
                      r.serviceNamespace(ServiceNamespace.ECS)
                          .resourceId(resource)
                          .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                          .minCapacity(LEAST_TASKS)
                          .maxCapacity(MOST_TASKS)));
      Map.of(
              MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION, 70.0,
              MetricType.ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION, 80.0)
          .entrySet()
          .stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              policy ->
                  ask(
                      () ->
                          scaling.putScalingPolicy(
                              r ->
                                  r.policyName(policy.getKey().name())
                                      .policyType(PolicyType.TARGET_TRACKING_SCALING)
                                      .serviceNamespace(ServiceNamespace.ECS)
                                      .resourceId(resource)
                                      .scalableDimension(
                                          ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                                      .targetTrackingScalingPolicyConfiguration(
                                          c ->
                                              c.predefinedMetricSpecification(
                                                      m -> m.predefinedMetricType(policy.getKey()))
                                                  .targetValue(policy.getValue())
                                                  .scaleOutCooldown(60)
                                                  .scaleInCooldown(300)))));
    }

    private void alarms(String balancer, Map<String, String> groups) {
      var site =
          dimension("LoadBalancer", balancer.substring(balancer.indexOf(":loadbalancer/") + 14));
      alarm("elb-5xx", "HTTPCode_ELB_5XX_Count", "Sum", 5, 1, site);
      for (var colour : List.of("blue", "green")) {
        var arn = groups.get(colour);
        var group = dimension("TargetGroup", arn.substring(arn.lastIndexOf(':') + 1));
        alarm(colour + "-5xx", "HTTPCode_Target_5XX_Count", "Sum", 5, 1, site, group);
        alarm(colour + "-unhealthy", "UnHealthyHostCount", "Maximum", 1, 2, site, group);
        alarm(colour + "-latency", "TargetResponseTime", "p99", 2, 3, site, group);
      }
    }

    private static Dimension dimension(String name, String value) {
      return Dimension.builder().name(name).value(value).build();
    }

    private void alarm(
        String what,
        String metric,
        String statistic,
        double threshold,
        int minutes,
        Dimension... dimensions) {
      var request =
          PutMetricAlarmRequest.builder()
              .alarmName(Site.alarm(what))
              .namespace("AWS/ApplicationELB")
              .metricName(metric)
              .dimensions(dimensions)
              .period(60)
              .evaluationPeriods(minutes)
              .datapointsToAlarm(minutes)
              .threshold(threshold)
              .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
              .treatMissingData("notBreaching");
      if (statistic.startsWith("p")) {
        request.extendedStatistic(statistic);
      } else {
        request.statistic(statistic);
      }
      var alarms = region.client(CloudWatchClient.class);
      ask(() -> alarms.putMetricAlarm(request.build()));
    }
  }
}
