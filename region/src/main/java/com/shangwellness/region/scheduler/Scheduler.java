package com.shangwellness.region.scheduler;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.codec.SdkJson;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.ActingRole;
import com.shangwellness.region.timeline.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ListScheduleGroupsRequest;
import software.amazon.awssdk.services.scheduler.model.ListScheduleGroupsResponse;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesRequest;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesResponse;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.scheduler.model.Tag;
import software.amazon.awssdk.services.scheduler.model.TagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.TagResourceResponse;
import software.amazon.awssdk.services.scheduler.model.UntagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.UntagResourceResponse;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleResponse;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Amazon EventBridge Scheduler (API reference, 2021-06-30): schedules on region time, which publish
 * to topics and start pipelines.
 */
public final class Scheduler implements SchedulerClient {

  private static final int PAGE = 100;

  private final Place place;
  private final Timeline timeline;
  private final Groups groups;
  private final Schedules schedules;

  /** The services that schedules call. */
  public record Neighbours(SnsClient sns, CodePipelineClient pipelines, StsClient sts) {}

  /**
   * Scheduler at {@code place}. What was on its way when the region stopped goes on.
   *
   * @param random where in a flexible window a schedule runs
   */
  public Scheduler(
      Place place,
      Timeline timeline,
      Store store,
      Ids ids,
      RandomGenerator random,
      Neighbours neighbours,
      MetricSink metrics) {
    this.place = place;
    this.timeline = timeline;
    var prefix = place.region() + "/scheduler.";
    var targets = new Targets(neighbours.sns(), neighbours.pipelines());
    var acting = new ActingRole("scheduler", place, neighbours.sts());
    var attempts =
        new Attempts(
            store.table(prefix + "attempts", Attempt.class),
            place,
            timeline,
            ids,
            targets,
            acting,
            metrics);
    this.groups = new Groups(store.table(prefix + "groups", KeptGroup.class), place, timeline);
    this.schedules =
        new Schedules(
            store.table(prefix + "schedules", KeptSchedule.class),
            timeline,
            random,
            targets,
            acting,
            attempts::send);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** Nothing to close: what is on its way is kept. */
  @Override
  public void close() {}

  /** {@inheritDoc} The same request, by its client token, is answered as it was before. */
  @Override
  public CreateScheduleResponse createSchedule(CreateScheduleRequest request) {
    var group = group(request.groupName());
    var token = Optional.ofNullable(request.clientToken()).orElse("");
    var there = schedules.find(group, request.name());
    if (there.filter(s -> token.isEmpty() || !s.token().equals(token)).isPresent()) {
      throw Refusals.scheduleExists(request.name());
    }
    var kept = there.orElseGet(() -> put(request, group, timeline.now(), token));
    return CreateScheduleResponse.builder().scheduleArn(kept.schedule().arn()).build();
  }

  // A schedule is told as it was asked for: the members have the same names.
  private KeptSchedule put(SdkPojo request, String group, Instant created, String token) {
    var asked =
        (GetScheduleResponse)
            SdkJson.decode(GetScheduleResponse.builder(), SdkJson.encode(request));
    return schedules.put(
        asked.toBuilder()
            .groupName(group)
            .arn(place.arn("scheduler", "schedule/" + group + "/" + asked.name()))
            .creationDate(created)
            .lastModificationDate(timeline.now())
            .build(),
        token);
  }

  /** {@inheritDoc} What the request does not say is as it is for a new schedule. */
  @Override
  public UpdateScheduleResponse updateSchedule(UpdateScheduleRequest request) {
    var group = group(request.groupName());
    var before = schedules.get(group, request.name());
    var kept = put(request, group, before.schedule().creationDate(), before.token());
    return UpdateScheduleResponse.builder().scheduleArn(kept.schedule().arn()).build();
  }

  @Override
  public GetScheduleResponse getSchedule(GetScheduleRequest request) {
    return schedules.get(group(request.groupName()), request.name()).schedule();
  }

  @Override
  public DeleteScheduleResponse deleteSchedule(DeleteScheduleRequest request) {
    schedules.remove(schedules.get(group(request.groupName()), request.name()));
    return DeleteScheduleResponse.builder().build();
  }

  @Override
  public ListSchedulesResponse listSchedules(ListSchedulesRequest request) {
    var prefix = Optional.ofNullable(request.namePrefix()).orElse("");
    var found =
        schedules.all().stream()
            .filter(
                schedule ->
                    request.groupName() == null || schedule.group().equals(request.groupName()))
            .filter(schedule -> schedule.name().startsWith(prefix))
            .filter(
                schedule ->
                    request.state() == null || schedule.schedule().state() == request.state())
            .toList();
    var page =
        page(found, request.nextToken(), request.maxResults(), s -> s.group() + "/" + s.name());
    return ListSchedulesResponse.builder()
        .schedules(page.items().stream().map(s -> summary(s.schedule())).toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  private static ScheduleSummary summary(GetScheduleResponse schedule) {
    return ScheduleSummary.builder()
        .arn(schedule.arn())
        .name(schedule.name())
        .groupName(schedule.groupName())
        .state(schedule.state())
        .creationDate(schedule.creationDate())
        .lastModificationDate(schedule.lastModificationDate())
        .target(t -> t.arn(schedule.target().arn()))
        .build();
  }

  @Override
  public CreateScheduleGroupResponse createScheduleGroup(CreateScheduleGroupRequest request) {
    var group = groups.create(request.name(), request.tags());
    return CreateScheduleGroupResponse.builder().scheduleGroupArn(group.summary().arn()).build();
  }

  @Override
  public GetScheduleGroupResponse getScheduleGroup(GetScheduleGroupRequest request) {
    var group = groups.get(request.name()).summary();
    return GetScheduleGroupResponse.builder()
        .arn(group.arn())
        .name(group.name())
        .state(group.state())
        .creationDate(group.creationDate())
        .lastModificationDate(group.lastModificationDate())
        .build();
  }

  @Override
  public ListScheduleGroupsResponse listScheduleGroups(ListScheduleGroupsRequest request) {
    var prefix = Optional.ofNullable(request.namePrefix()).orElse("");
    var found = groups.all().stream().filter(g -> g.name().startsWith(prefix)).toList();
    var page = page(found, request.nextToken(), request.maxResults(), KeptGroup::name);
    return ListScheduleGroupsResponse.builder()
        .scheduleGroups(page.items().stream().map(KeptGroup::summary).toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  /** {@inheritDoc} Its schedules go with it. */
  @Override
  public DeleteScheduleGroupResponse deleteScheduleGroup(DeleteScheduleGroupRequest request) {
    groups.delete(request.name());
    schedules.removeAll(request.name());
    return DeleteScheduleGroupResponse.builder().build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    groups.tag(request.resourceArn(), request.tags());
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    groups.untag(request.resourceArn(), request.tagKeys());
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    var tags =
        new TreeMap<>(groups.of(request.resourceArn()).tags())
            .entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    return ListTagsForResourceResponse.builder().tags(tags).build();
  }

  private String group(String name) {
    return groups.get(Optional.ofNullable(name).orElse(Groups.DEFAULT)).name();
  }

  private static <T> Page<T> page(
      List<T> all, String token, Integer size, Function<T, String> key) {
    try {
      return Page.of(all, token, Optional.ofNullable(size).orElse(PAGE), key);
    } catch (IllegalArgumentException e) {
      throw Refusals.invalid("Invalid NextToken provided.");
    }
  }
}
