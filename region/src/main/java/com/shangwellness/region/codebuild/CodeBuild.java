package com.shangwellness.region.codebuild;

import static java.util.Objects.requireNonNullElse;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.cloudwatchlogs.LineWriter;
import com.shangwellness.region.codec.SdkJson;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.paging.Page;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import com.sun.net.httpserver.HttpHandler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.codebuild.model.*;

/**
 * AWS CodeBuild (API reference, 2016-10-06): builds run the commands of their buildspec in a real
 * shell of this machine, in place of a container of the project's image.
 */
public final class CodeBuild extends CodeBuildReports {

  /** Where {@link #credentials} is to be served. */
  public static final String CREDENTIALS = BuildCredentials.PATH;

  private static final int PAGE = 100;

  private final Projects projects;
  private final Builds builds;
  private final Reports reports;
  private final Orders orders;
  private final Life life;
  private final Records records = new Records();
  private final HttpHandler credentials;

  /** CodeBuild at {@code place}, which carries on with what it finds. */
  public CodeBuild(
      Place place, Timeline timeline, Store store, Ids ids, Neighbours near, Around around) {
    var rules = new ProjectRules(place, near.sts());
    this.projects = new Projects(place, timeline, store, rules);
    this.builds = new Builds(place, timeline, store);
    this.reports = new Reports(place, timeline, store, ids);
    this.orders = new Orders(place, timeline, ids, rules);
    var workplace = new Workplace(around.builds(), around.caches(), near.spool());
    var desk = new Desk(timeline, store, around.background());
    var commands = new Commands(around.shell(), store);
    var stages = new EnumMap<BuildPhaseType, Stage>(BuildPhaseType.class);
    stages.put(BuildPhaseType.PROVISIONING, new Provisioning(place, near.sts()));
    stages.put(
        BuildPhaseType.DOWNLOAD_SOURCE,
        new SourceDownload(
            near.s3(),
            workplace,
            desk,
            new SecretValues(near.ssm(), near.secrets()),
            new BuildVariables(place, around.endpoint())));
    for (var type :
        List.of(
            BuildPhaseType.INSTALL,
            BuildPhaseType.PRE_BUILD,
            BuildPhaseType.BUILD,
            BuildPhaseType.POST_BUILD)) {
      stages.put(type, new CommandPhase(type, commands));
    }
    stages.put(
        BuildPhaseType.UPLOAD_ARTIFACTS,
        new ArtifactUpload(
            near.s3(), workplace, desk, commands, builds, new ReportUpload(reports, desk, builds)));
    this.life =
        new Life(
            place,
            timeline,
            store,
            builds,
            desk,
            workplace,
            around.shell(),
            new LineWriter(timeline, near.logs()),
            records,
            Map.copyOf(stages));
    life.onEnd(this::retryByItself);
    this.credentials = BuildCredentials.handler(place, timeline, near.sts(), builds);
    // What is begun before they are carried on is not among them.
    var left = builds.underWay();
    left.forEach(workplace::tidy);
    timeline.post("codebuild: carry on", () -> life.resume(left));
  }

  @Override
  Reports reports() {
    return reports;
  }

  /** Tells {@code events} what becomes of builds from now on. */
  public void tell(EventSink events) {
    records.tell(events);
  }

  /** Measures builds to {@code metrics} from now on. */
  public void measureTo(MetricSink metrics) {
    records.measureTo(metrics);
  }

  /** Where builds get their role's credentials, for paths under {@link #CREDENTIALS}. */
  public HttpHandler credentials() {
    return credentials;
  }

  // ---- projects

  @Override
  public CreateProjectResponse createProject(CreateProjectRequest request) {
    return CreateProjectResponse.builder().project(projects.create(request)).build();
  }

  @Override
  public UpdateProjectResponse updateProject(UpdateProjectRequest request) {
    return UpdateProjectResponse.builder().project(projects.update(request)).build();
  }

  /** {@inheritDoc} Its builds stay. */
  @Override
  public DeleteProjectResponse deleteProject(DeleteProjectRequest request) {
    projects.delete(request.name());
    return DeleteProjectResponse.builder().build();
  }

  @Override
  public BatchGetProjectsResponse batchGetProjects(BatchGetProjectsRequest request) {
    var found = new ArrayList<Project>();
    var missing = new ArrayList<String>();
    for (var name : request.names()) {
      projects.find(name).ifPresentOrElse(found::add, () -> missing.add(name));
    }
    return BatchGetProjectsResponse.builder().projects(found).projectsNotFound(missing).build();
  }

  @Override
  public ListProjectsResponse listProjects(ListProjectsRequest request) {
    var key =
        switch (requireNonNullElse(request.sortBy(), ProjectSortByType.NAME)) {
          case CREATED_TIME -> Comparator.comparing(Project::created);
          case LAST_MODIFIED_TIME -> Comparator.comparing(Project::lastModified);
          default -> Comparator.comparing(Project::name);
        };
    var sorted =
        projects.all().stream()
            .sorted(descends(request.sortOrder()) ? key.reversed() : key)
            .map(Project::name)
            .toList();
    var page = page(sorted, request.nextToken(), Function.identity());
    return ListProjectsResponse.builder()
        .projects(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  private static boolean descends(SortOrderType order) {
    return order == SortOrderType.DESCENDING;
  }

  static <T> Page<T> page(List<T> all, String token, Function<T, String> key) {
    try {
      return Page.of(all, token, PAGE, key);
    } catch (IllegalArgumentException e) {
      throw Refusals.invalid("Invalid nextToken: " + token);
    }
  }

  // ---- builds

  /** {@inheritDoc} The same request with the same token starts one build. */
  @Override
  public StartBuildResponse startBuild(StartBuildRequest request) {
    var asked = SdkJson.encode(request).toString();
    var known = builds.started(request.idempotencyToken(), asked);
    if (known.isPresent()) {
      return StartBuildResponse.builder().build(known.get().build()).build();
    }
    var project = projects.require(request.projectName()).project();
    requireRoom(project);
    var order = orders.order(project, projects.nextNumber(project.name()), request);
    var begun = life.begin(order);
    builds.remember(request.idempotencyToken(), asked, begun.id());
    return StartBuildResponse.builder().build(begun.build()).build();
  }

  private void requireRoom(Project project) {
    var limit = project.concurrentBuildLimit();
    if (limit != null && underWay(project.name()) >= limit) {
      throw Refusals.limit(
          "Project-level concurrent build limit cannot exceed "
              + limit
              + " for project "
              + project.name());
    }
  }

  private long underWay(String project) {
    return builds.of(project).stream().filter(kept -> !kept.build().buildComplete()).count();
  }

  @Override
  public StopBuildResponse stopBuild(StopBuildRequest request) {
    var kept = builds.require(request.id());
    life.halt(kept.id(), StatusType.STOPPED);
    return StopBuildResponse.builder().build(builds.require(kept.id()).build()).build();
  }

  @Override
  public RetryBuildResponse retryBuild(RetryBuildRequest request) {
    if (request.id() == null) {
      throw Refusals.invalid("Invalid build ID: it is required");
    }
    var asked = SdkJson.encode(request).toString();
    var known = builds.started(request.idempotencyToken(), asked);
    if (known.isPresent()) {
      return RetryBuildResponse.builder().build(known.get().build()).build();
    }
    var old = builds.require(request.id());
    if (!old.build().buildComplete()) {
      throw Refusals.invalid("Build is in progress and cannot be retried: " + old.build().arn());
    }
    var begun = again(old);
    builds.remember(request.idempotencyToken(), asked, begun.id());
    return RetryBuildResponse.builder().build(begun.build()).build();
  }

  private KeptBuild again(KeptBuild old) {
    var project = projects.require(old.build().projectName()).project();
    requireRoom(project);
    return life.begin(orders.again(old, projects.nextNumber(project.name())));
  }

  // User guide, "Retry builds automatically": the limit is of further builds after the first.
  private void retryByItself(KeptBuild ended) {
    var retries = ended.build().autoRetryConfig();
    if (retries == null
        || ended.build().buildStatus() != StatusType.FAILED
        || retries.autoRetryNumber() >= retries.autoRetryLimit()
        || projects.find(ended.build().projectName()).isEmpty()) {
      return;
    }
    var next = again(ended);
    builds.change(
        next.id(),
        build ->
            build.toBuilder()
                .autoRetryConfig(
                    retries.toBuilder()
                        .autoRetryNumber(retries.autoRetryNumber() + 1)
                        .previousAutoRetry(ended.build().arn())
                        .build())
                .build());
    builds.change(
        ended.id(),
        build ->
            build.toBuilder()
                .autoRetryConfig(retries.toBuilder().nextAutoRetry(next.build().arn()).build())
                .build());
  }

  @Override
  public BatchGetBuildsResponse batchGetBuilds(BatchGetBuildsRequest request) {
    var found = new ArrayList<Build>();
    var missing = new ArrayList<String>();
    for (var id : request.ids()) {
      builds.find(id).map(KeptBuild::build).ifPresentOrElse(found::add, () -> missing.add(id));
    }
    return BatchGetBuildsResponse.builder().builds(found).buildsNotFound(missing).build();
  }

  @Override
  public ListBuildsResponse listBuilds(ListBuildsRequest request) {
    var page = ids(builds.all(), request.sortOrder(), request.nextToken());
    return ListBuildsResponse.builder().ids(page.items()).nextToken(page.nextOrNull()).build();
  }

  @Override
  public ListBuildsForProjectResponse listBuildsForProject(ListBuildsForProjectRequest request) {
    var name = projects.require(request.projectName()).project().name();
    var page = ids(builds.of(name), request.sortOrder(), request.nextToken());
    return ListBuildsForProjectResponse.builder()
        .ids(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  // The newest first, unless it is asked for otherwise: API reference, "ListBuilds".
  private static Page<String> ids(List<KeptBuild> all, SortOrderType order, String token) {
    var oldestFirst = all.stream().map(KeptBuild::id).toList();
    var sorted = order == SortOrderType.ASCENDING ? oldestFirst : oldestFirst.reversed();
    return page(sorted, token, Function.identity());
  }

  @Override
  public BatchDeleteBuildsResponse batchDeleteBuilds(BatchDeleteBuildsRequest request) {
    var deleted = new ArrayList<String>();
    var kept = new ArrayList<BuildNotDeleted>();
    for (var id : request.ids()) {
      var build = builds.find(id);
      if (build.isEmpty()) {
        kept.add(BuildNotDeleted.builder().id(id).statusCode("BUILD_NOT_FOUND").build());
      } else if (!build.get().build().buildComplete()) {
        kept.add(BuildNotDeleted.builder().id(id).statusCode("BUILD_IN_PROGRESS").build());
      } else {
        builds.remove(id);
        deleted.add(build.get().build().arn());
      }
    }
    return BatchDeleteBuildsResponse.builder()
        .buildsDeleted(deleted)
        .buildsNotDeleted(kept)
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
