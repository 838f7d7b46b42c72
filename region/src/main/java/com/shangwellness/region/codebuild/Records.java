package com.shangwellness.region.codebuild;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.codec.SdkJson;
import com.shangwellness.region.eventbridge.EventSink;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/**
 * Tells EventBridge and CloudWatch what becomes of builds (CodeBuild user guide, "Build
 * notifications input format reference" and "CodeBuild metrics").
 */
final class Records {

  private static final String SOURCE = "aws.codebuild";
  private static final String NAMESPACE = "AWS/CodeBuild";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.US).withZone(ZoneOffset.UTC);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private EventSink events = EventSink.NONE;
  private MetricSink metrics = MetricSink.NONE;

  /** Tells {@code sink} from now on. */
  void tell(EventSink sink) {
    this.events = sink;
  }

  /** Measures to {@code sink} from now on. */
  void measureTo(MetricSink sink) {
    this.metrics = sink;
  }

  /** A build has begun, or is over. */
  void state(Build build) {
    var detail = detail(build);
    detail.put("build-status", build.buildStatusAsString());
    detail.put("current-phase", build.currentPhase());
    detail.put("current-phase-context", context(Phases.current(build)));
    emit("CodeBuild Build State Change", build, detail);
  }

  /** A build's current phase is over. */
  void phase(Build build) {
    var phase = Phases.current(build);
    var detail = detail(build);
    detail.put("completed-phase", phase.phaseTypeAsString());
    detail.put("completed-phase-status", phase.phaseStatusAsString());
    detail.put("completed-phase-duration-seconds", phase.durationInSeconds());
    detail.put("completed-phase-context", context(phase));
    detail.put("completed-phase-start", TIME.format(phase.startTime()));
    detail.put("completed-phase-end", TIME.format(phase.endTime()));
    emit("CodeBuild Build Phase Change", build, detail);
  }

  /** A build is over. */
  void over(Build build) {
    state(build);
    measure(build);
  }

  private void emit(String type, Build build, ObjectNode detail) {
    events.emit(SOURCE, type, List.of(build.arn()), detail.toString());
  }

  private static ObjectNode detail(Build build) {
    var detail = NODES.objectNode();
    detail.put("project-name", build.projectName());
    detail.put("build-id", build.arn());
    detail.put("version", "1");
    var more = detail.putObject("additional-information");
    more.put("build-number", build.buildNumber());
    more.put("build-complete", build.buildComplete());
    more.put("timeout-in-minutes", build.timeoutInMinutes());
    more.put("queued-timeout-in-minutes", build.queuedTimeoutInMinutes());
    more.put("initiator", build.initiator());
    more.put("build-start-time", TIME.format(build.startTime()));
    more.set("source", dashed(SdkJson.encode(build.source())));
    more.set("artifact", dashed(SdkJson.encode(build.artifacts())));
    more.set("environment", environment(build));
    more.set("logs", logs(build));
    var phases = more.putArray("phases");
    build.phases().forEach(phase -> phases.add(phase(phase)));
    return detail;
  }

  private static ObjectNode environment(Build build) {
    var environment = dashed(SdkJson.encode(build.environment()));
    environment.remove("environment-variables");
    var variables = environment.putArray("environment-variables");
    build
        .environment()
        .environmentVariables()
        .forEach(variable -> variables.add(SdkJson.encode(variable)));
    return environment;
  }

  private static ObjectNode logs(Build build) {
    var logs = NODES.objectNode();
    logs.put("group-name", build.logs().groupName());
    logs.put("stream-name", build.logs().streamName());
    logs.put("deep-link", build.logs().deepLink());
    return logs;
  }

  private static ObjectNode phase(BuildPhase phase) {
    var node = NODES.objectNode();
    node.put("phase-type", phase.phaseTypeAsString());
    node.put("start-time", TIME.format(phase.startTime()));
    if (phase.phaseStatus() != null) {
      node.put("phase-status", phase.phaseStatusAsString());
      node.put("end-time", TIME.format(phase.endTime()));
      node.put("duration-in-seconds", phase.durationInSeconds());
      node.putArray("phase-context").add(context(phase));
    }
    return node;
  }

  // As AWS writes them: "[code: message]".
  private static String context(BuildPhase phase) {
    return phase.contexts().stream()
        .map(context -> context.statusCode() + ": " + context.message())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  // artifactIdentifier becomes artifact-identifier.
  private static ObjectNode dashed(ObjectNode object) {
    var dashed = NODES.objectNode();
    object
        .properties()
        .forEach(
            member ->
                dashed.set(
                    member
                        .getKey()
                        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                        .toLowerCase(Locale.ROOT),
                    member.getValue()));
    return dashed;
  }

  private void measure(Build build) {
    var now = build.endTime();
    var data = new ArrayList<MetricDatum>();
    count(data, "Builds", build);
    switch (build.buildStatus()) {
      case SUCCEEDED -> count(data, "SucceededBuilds", build);
      case FAILED, FAULT, TIMED_OUT -> count(data, "FailedBuilds", build);
      default -> {
        // A build that was stopped is neither.
      }
    }
    seconds(data, "Duration", Duration.between(build.startTime(), now).toSeconds(), build);
    for (var phase : build.phases()) {
      if (phase.phaseStatus() == StatusType.SUCCEEDED) {
        seconds(data, metric(phase) + "Duration", phase.durationInSeconds(), build);
      }
    }
    metrics.record(NAMESPACE, data);
  }

  // DOWNLOAD_SOURCE is measured as DownloadSourceDuration.
  private static String metric(BuildPhase phase) {
    return Stream.of(phase.phaseTypeAsString().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  private static void count(List<MetricDatum> data, String name, Build build) {
    add(data, name, 1, StandardUnit.COUNT, build);
  }

  private static void seconds(List<MetricDatum> data, String name, long seconds, Build build) {
    add(data, name, (double) seconds, StandardUnit.SECONDS, build);
  }

  // Of the project, and of the account.
  private static void add(
      List<MetricDatum> data, String name, double value, StandardUnit unit, Build build) {
    var project = Dimension.builder().name("ProjectName").value(build.projectName()).build();
    for (var dimensions : List.of(List.of(project), List.<Dimension>of())) {
      data.add(
          MetricDatum.builder()
              .metricName(name)
              .dimensions(dimensions)
              .unit(unit)
              .timestamp(time(build))
              .value(value)
              .build());
    }
  }

  private static Instant time(Build build) {
    return build.endTime();
  }
}
