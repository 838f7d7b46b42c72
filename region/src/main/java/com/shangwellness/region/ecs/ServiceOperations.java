package com.shangwellness.region.ecs;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.place.Place;
import com.shangwellness.region.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.AvailabilityZoneRebalancing;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentController;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** Creates, changes, deletes and lists services. */
final class ServiceOperations {

  private final Place place;
  private final Timeline timeline;
  private final Clusters clusters;
  private final Services services;
  private final TaskDefinitions definitions;
  private final ServiceRules rules;
  private final RollingUpdate rolling;
  private final NewTaskSets taskSets;
  private final ServiceScheduler scheduler;

  ServiceOperations(
      Place place,
      Timeline timeline,
      Clusters clusters,
      Services services,
      TaskDefinitions definitions,
      ServiceRules rules,
      RollingUpdate rolling,
      NewTaskSets taskSets,
      ServiceScheduler scheduler) {
    this.place = place;
    this.timeline = timeline;
    this.clusters = clusters;
    this.services = services;
    this.definitions = definitions;
    this.rules = rules;
    this.rolling = rolling;
    this.taskSets = taskSets;
    this.scheduler = scheduler;
  }

  KeptService create(CreateServiceRequest request) {
    var cluster = clusters.require(request.cluster());
    var controller = ServiceRules.controller(request);
    rules.check(request);
    var definition =
        controller == DeploymentControllerType.EXTERNAL
            ? Optional.<TaskDefinition>empty()
            : Optional.of(definitions.requireActive(request.taskDefinition()));
    definition.ifPresent(found -> rules.check(request, found));
    var existing = services.find(KeptService.key(cluster.clusterName(), request.serviceName()));
    if (existing.filter(KeptService::active).isPresent()) {
      throw Refusals.invalid("Creation of service was not idempotent.");
    }
    if (existing.filter(s -> s.service().status().equals("DRAINING")).isPresent()) {
      throw Refusals.invalid("Unable to Start a service that is still Draining.");
    }
    var service = KeptService.of(model(request, cluster.clusterArn(), definition));
    var kept =
        switch (controller) {
          case CODE_DEPLOY ->
              services.put(service.with(s -> s.taskSets(taskSets.first(service.service()))));
          case EXTERNAL -> services.put(service.with(TaskSets::followNone));
          default ->
              rolling.begin(
                  service,
                  service.service().taskDefinition(),
                  request.networkConfiguration(),
                  service.service().platformVersion());
        };
    scheduler.wake(kept.key());
    return kept;
  }

  private Service model(
      CreateServiceRequest request, String clusterArn, Optional<TaskDefinition> definition) {
    var cluster = Clusters.name(clusterArn);
    var service =
        Service.builder()
            .serviceName(request.serviceName())
            .serviceArn(place.arn("ecs", "service/" + cluster + "/" + request.serviceName()))
            .clusterArn(clusterArn)
            .status("ACTIVE")
            .taskDefinition(definition.map(TaskDefinition::taskDefinitionArn).orElse(null))
            .desiredCount(requireNonNullElse(request.desiredCount(), 0))
            .loadBalancers(request.loadBalancers())
            .serviceRegistries(List.of())
            .platformVersion(TaskPlacement.platformVersion(request.platformVersion()))
            .platformFamily("Linux")
            .deploymentConfiguration(configuration(request))
            .deploymentController(
                DeploymentController.builder().type(ServiceRules.controller(request)).build())
            .deployments(List.of())
            .events(List.of())
            .createdAt(timeline.now())
            .placementConstraints(List.of())
            .placementStrategy(List.of())
            .networkConfiguration(request.networkConfiguration())
            .healthCheckGracePeriodSeconds(request.healthCheckGracePeriodSeconds())
            .schedulingStrategy(SchedulingStrategy.REPLICA)
            .enableECSManagedTags(Boolean.TRUE.equals(request.enableECSManagedTags()))
            .enableExecuteCommand(Boolean.TRUE.equals(request.enableExecuteCommand()))
            .propagateTags(requireNonNullElse(request.propagateTags(), PropagateTags.NONE))
            .availabilityZoneRebalancing(
                requireNonNullElse(
                    request.availabilityZoneRebalancing(), AvailabilityZoneRebalancing.DISABLED))
            .tags(request.tags());
    if (request.hasCapacityProviderStrategy()) {
      service.capacityProviderStrategy(request.capacityProviderStrategy());
    } else {
      service.launchType(LaunchType.FARGATE);
    }
    return service.build();
  }

  private static DeploymentConfiguration configuration(CreateServiceRequest request) {
    var asked =
        requireNonNullElse(
            request.deploymentConfiguration(), DeploymentConfiguration.builder().build());
    var configuration =
        asked.toBuilder()
            .maximumPercent(requireNonNullElse(asked.maximumPercent(), 200))
            .minimumHealthyPercent(requireNonNullElse(asked.minimumHealthyPercent(), 100));
    if (ServiceRules.controller(request) == DeploymentControllerType.ECS
        && asked.deploymentCircuitBreaker() == null) {
      configuration.deploymentCircuitBreaker(
          DeploymentCircuitBreaker.builder().enable(false).rollback(false).build());
    }
    return configuration.build();
  }

  KeptService update(UpdateServiceRequest request) {
    var cluster = clusters.require(request.cluster());
    var service = services.require(cluster.clusterName(), request.service());
    if (!service.active()) {
      throw Refusals.notActive();
    }
    if (!service.rolling()) {
      ServiceRules.requireNotTheirs(request, service.service().deploymentController());
    }
    ServiceRules.requireActedOn(request);
    ServiceRules.requireCount(request.desiredCount());
    if (service.rolling()) {
      roll(request, service);
    } else {
      services.put(changed(service, request).steady(false));
    }
    scheduler.wake(service.key());
    return services.find(service.key()).orElseThrow();
  }

  private void roll(UpdateServiceRequest request, KeptService service) {
    var definition = definition(request, service);
    if (request.networkConfiguration() != null) {
      ServiceRules.requireNetwork(request.networkConfiguration());
    }
    request.loadBalancers().forEach(balancer -> rules.checkBalancer(balancer, definition));
    var changed = services.put(changed(service, request).steady(false));
    if (ServiceRules.deploys(request)) {
      rolling.begin(
          changed,
          definition.taskDefinitionArn(),
          requireNonNullElse(
              request.networkConfiguration(), service.service().networkConfiguration()),
          TaskPlacement.platformVersion(
              requireNonNullElse(request.platformVersion(), service.service().platformVersion())));
    }
  }

  /**
   * A deregistered definition starts no new deployment; what runs of it still scales (ECS API,
   * DeregisterTaskDefinition).
   */
  private TaskDefinition definition(UpdateServiceRequest request, KeptService service) {
    var reference =
        requireNonNullElse(request.taskDefinition(), service.service().taskDefinition());
    return ServiceRules.deploys(request)
        ? definitions.requireActive(reference)
        : definitions.get(reference);
  }

  private static KeptService changed(KeptService service, UpdateServiceRequest request) {
    return service.with(
        s -> {
          if (request.desiredCount() != null) {
            s.desiredCount(request.desiredCount());
          }
          if (request.deploymentConfiguration() != null) {
            s.deploymentConfiguration(
                merged(
                    service.service().deploymentConfiguration(),
                    request.deploymentConfiguration()));
          }
          if (request.healthCheckGracePeriodSeconds() != null) {
            s.healthCheckGracePeriodSeconds(request.healthCheckGracePeriodSeconds());
          }
          if (request.enableECSManagedTags() != null) {
            s.enableECSManagedTags(request.enableECSManagedTags());
          }
          if (request.enableExecuteCommand() != null) {
            s.enableExecuteCommand(request.enableExecuteCommand());
          }
          if (request.propagateTags() != null) {
            s.propagateTags(request.propagateTags());
          }
          if (request.hasLoadBalancers()) {
            s.loadBalancers(request.loadBalancers());
          }
          if (request.hasCapacityProviderStrategy()) {
            s.capacityProviderStrategy(request.capacityProviderStrategy())
                .launchType((LaunchType) null);
          }
          if (request.availabilityZoneRebalancing() != null) {
            s.availabilityZoneRebalancing(request.availabilityZoneRebalancing());
          }
          return s;
        });
  }

  private static DeploymentConfiguration merged(
      DeploymentConfiguration now, DeploymentConfiguration asked) {
    return asked.toBuilder()
        .maximumPercent(requireNonNullElse(asked.maximumPercent(), now.maximumPercent()))
        .minimumHealthyPercent(
            requireNonNullElse(asked.minimumHealthyPercent(), now.minimumHealthyPercent()))
        .deploymentCircuitBreaker(
            asked.deploymentCircuitBreaker() == null
                ? now.deploymentCircuitBreaker()
                : asked.deploymentCircuitBreaker())
        .build();
  }

  KeptService delete(String clusterReference, String reference, boolean force) {
    var cluster = clusters.require(clusterReference);
    var service = services.require(cluster.clusterName(), reference);
    if (!service.active()) {
      throw Refusals.notActive();
    }
    if (service.service().desiredCount() > 0 && !force) {
      throw Refusals.invalid("The service cannot be stopped while it is scaled above 0.");
    }
    var draining =
        services.put(service.with(s -> s.status("DRAINING").desiredCount(0)).steady(false));
    scheduler.wake(service.key());
    return draining;
  }

  DescribeServicesResponse describe(DescribeServicesRequest request, ServiceView view) {
    var cluster = clusters.require(request.cluster());
    var found = new ArrayList<Service>();
    var failures = new ArrayList<Failure>();
    for (var reference : request.services()) {
      services
          .find(KeptService.key(cluster.clusterName(), reference))
          .ifPresentOrElse(
              kept -> found.add(view.of(kept)), () -> failures.add(Listing.missing(reference)));
    }
    return DescribeServicesResponse.builder().services(found).failures(failures).build();
  }

  ListServicesResponse list(ListServicesRequest request) {
    var cluster = clusters.require(request.cluster());
    var arns =
        services.in(cluster.clusterName()).stream()
            .filter(service -> !service.service().status().equals("INACTIVE"))
            .map(service -> service.service().serviceArn());
    var page =
        Listing.page(arns, request.nextToken(), requireNonNullElse(request.maxResults(), 10));
    return ListServicesResponse.builder()
        .serviceArns(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }
}
