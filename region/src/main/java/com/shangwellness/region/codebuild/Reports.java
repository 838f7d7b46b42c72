package com.shangwellness.region.codebuild;

import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.codebuild.model.CreateReportGroupRequest;
import software.amazon.awssdk.services.codebuild.model.Report;
import software.amazon.awssdk.services.codebuild.model.ReportExportConfig;
import software.amazon.awssdk.services.codebuild.model.ReportExportConfigType;
import software.amazon.awssdk.services.codebuild.model.ReportGroup;
import software.amazon.awssdk.services.codebuild.model.ReportGroupStatusType;
import software.amazon.awssdk.services.codebuild.model.ReportStatusType;
import software.amazon.awssdk.services.codebuild.model.ReportType;
import software.amazon.awssdk.services.codebuild.model.TestCase;
import software.amazon.awssdk.services.codebuild.model.TestReportSummary;
import software.amazon.awssdk.services.codebuild.model.UpdateReportGroupRequest;

/** Test reports of builds, in groups (CodeBuild user guide, "Test reports"). */
final class Reports {

  // User guide, "Test reports": a report expires 30 days after it was made.
  private static final Duration KEPT = Duration.ofDays(30);

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Table<ReportGroup> groups;
  private final Table<KeptReport> reports;

  Reports(Place place, Timeline timeline, Store store, Ids ids) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.groups = store.table(place.region() + "/codebuild.reportGroups", ReportGroup.class);
    this.reports = store.table(place.region() + "/codebuild.reports", KeptReport.class);
  }

  ReportGroup create(CreateReportGroupRequest request) {
    var arn = arn(request.name());
    if (groups.contains(arn)) {
      throw Refusals.taken("Report group already exists: " + arn);
    }
    if (request.type() != ReportType.TEST) {
      throw Refusals.invalid(
          "Invalid report group type: this region has TEST, and not " + request.typeAsString());
    }
    requireNoExport(request.exportConfig());
    return groups.put(
        arn,
        ReportGroup.builder()
            .arn(arn)
            .name(request.name())
            .type(request.type())
            .exportConfig(request.exportConfig())
            .tags(request.tags())
            .created(timeline.now())
            .lastModified(timeline.now())
            .status(ReportGroupStatusType.ACTIVE)
            .build());
  }

  private static void requireNoExport(ReportExportConfig export) {
    if (export != null && export.exportConfigType() == ReportExportConfigType.S3) {
      throw Refusals.invalid("Invalid export config: this region exports no reports to S3");
    }
  }

  private String arn(String name) {
    return place.arn("codebuild", "report-group/" + name);
  }

  ReportGroup update(UpdateReportGroupRequest request) {
    var changed = require(request.arn()).toBuilder().lastModified(timeline.now());
    if (request.exportConfig() != null) {
      requireNoExport(request.exportConfig());
      changed.exportConfig(request.exportConfig());
    }
    if (request.hasTags()) {
      changed.tags(request.tags());
    }
    return groups.put(request.arn(), changed.build());
  }

  ReportGroup require(String arn) {
    return groups
        .get(arn)
        .orElseThrow(() -> Refusals.missing("Report group cannot be found: " + arn));
  }

  Optional<ReportGroup> group(String arn) {
    return groups.get(arn);
  }

  List<ReportGroup> groups() {
    return groups.values();
  }

  void delete(String arn, boolean withReports) {
    var inside = of(arn);
    if (!inside.isEmpty() && !withReports) {
      throw Refusals.invalid("Report group contains reports and cannot be deleted: " + arn);
    }
    inside.forEach(report -> reports.remove(report.arn()));
    groups.remove(arn);
  }

  /** The newest first. */
  List<Report> all() {
    return reports.stream()
        .map(KeptReport::report)
        .filter(report -> report.expired().isAfter(timeline.now()))
        .sorted(Comparator.comparing(Report::created).thenComparing(Report::arn).reversed())
        .toList();
  }

  List<Report> of(String group) {
    return all().stream().filter(report -> report.reportGroupArn().equals(group)).toList();
  }

  Optional<KeptReport> find(String arn) {
    return reports.get(arn).filter(kept -> kept.report().expired().isAfter(timeline.now()));
  }

  void remove(String arn) {
    reports.remove(arn);
  }

  /**
   * Keeps a report of a build.
   *
   * @param group the name that the buildspec gives it, of which the project's name is a part, or an
   *     ARN
   */
  Report add(KeptBuild build, String group, List<JUnitReport.Case> cases) {
    var arn = group.startsWith("arn:") ? group : ofProject(build.build().projectName(), group);
    var name = arn.substring(arn.indexOf('/') + 1);
    var id = place.arn("codebuild", "report/" + name + ":" + ids.uuid());
    var statuses = new TreeMap<String, Integer>();
    cases.forEach(one -> statuses.merge(one.status(), 1, Integer::sum));
    var report =
        Report.builder()
            .arn(id)
            .type(ReportType.TEST)
            .name(name)
            .reportGroupArn(arn)
            .executionId(build.build().arn())
            .status(status(statuses))
            .created(timeline.now())
            .expired(timeline.now().plus(KEPT))
            .truncated(false)
            .testSummary(
                TestReportSummary.builder()
                    .total(cases.size())
                    .statusCounts(statuses)
                    .durationInNanoSeconds(cases.stream().mapToLong(JUnitReport.Case::nanos).sum())
                    .build())
            .build();
    reports.put(id, new KeptReport(report, cases.stream().map(one -> shown(id, one)).toList()));
    return report;
  }

  // Made when a build first reports to it, and called after its project.
  private String ofProject(String project, String group) {
    var arn = arn(project + "-" + group);
    if (!groups.contains(arn)) {
      create(
          CreateReportGroupRequest.builder()
              .name(project + "-" + group)
              .type(ReportType.TEST)
              .exportConfig(e -> e.exportConfigType(ReportExportConfigType.NO_EXPORT))
              .build());
    }
    return arn;
  }

  private static ReportStatusType status(Map<String, Integer> statuses) {
    return statuses.containsKey("FAILED") || statuses.containsKey("ERROR")
        ? ReportStatusType.FAILED
        : ReportStatusType.SUCCEEDED;
  }

  private static TestCase shown(String report, JUnitReport.Case one) {
    return TestCase.builder()
        .reportArn(report)
        .testSuiteName(one.suite())
        .prefix(one.prefix())
        .name(one.name())
        .status(one.status())
        .durationInNanoSeconds(one.nanos())
        .message(one.message())
        .build();
  }
}
