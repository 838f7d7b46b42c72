package com.shangwellness.region.codebuild;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.*;

/** CodeBuild's operations on test reports. */
abstract class CodeBuildReports implements CodeBuildClient {

  /** The reports that the operations are on. */
  abstract Reports reports();

  @Override
  public CreateReportGroupResponse createReportGroup(CreateReportGroupRequest request) {
    return CreateReportGroupResponse.builder().reportGroup(reports().create(request)).build();
  }

  @Override
  public UpdateReportGroupResponse updateReportGroup(UpdateReportGroupRequest request) {
    return UpdateReportGroupResponse.builder().reportGroup(reports().update(request)).build();
  }

  @Override
  public DeleteReportGroupResponse deleteReportGroup(DeleteReportGroupRequest request) {
    reports().delete(request.arn(), Boolean.TRUE.equals(request.deleteReports()));
    return DeleteReportGroupResponse.builder().build();
  }

  @Override
  public BatchGetReportGroupsResponse batchGetReportGroups(BatchGetReportGroupsRequest request) {
    var found = new ArrayList<ReportGroup>();
    var missing = new ArrayList<String>();
    for (var arn : request.reportGroupArns()) {
      reports().group(arn).ifPresentOrElse(found::add, () -> missing.add(arn));
    }
    return BatchGetReportGroupsResponse.builder()
        .reportGroups(found)
        .reportGroupsNotFound(missing)
        .build();
  }

  @Override
  public ListReportGroupsResponse listReportGroups(ListReportGroupsRequest request) {
    var arns = reports().groups().stream().map(ReportGroup::arn).toList();
    var sorted = request.sortOrder() == SortOrderType.DESCENDING ? arns.reversed() : arns;
    var page = CodeBuild.page(sorted, request.nextToken(), Function.identity());
    return ListReportGroupsResponse.builder()
        .reportGroups(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public ListReportsResponse listReports(ListReportsRequest request) {
    var page =
        CodeBuild.page(
            filtered(reports().all(), request.filter()), request.nextToken(), Function.identity());
    return ListReportsResponse.builder().reports(page.items()).nextToken(page.nextOrNull()).build();
  }

  @Override
  public ListReportsForReportGroupResponse listReportsForReportGroup(
      ListReportsForReportGroupRequest request) {
    var group = reports().require(request.reportGroupArn());
    var page =
        CodeBuild.page(
            filtered(reports().of(group.arn()), request.filter()),
            request.nextToken(),
            Function.identity());
    return ListReportsForReportGroupResponse.builder()
        .reports(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  private static List<String> filtered(List<Report> all, ReportFilter filter) {
    return all.stream()
        .filter(
            report ->
                filter == null || filter.status() == null || filter.status() == report.status())
        .map(Report::arn)
        .toList();
  }

  @Override
  public BatchGetReportsResponse batchGetReports(BatchGetReportsRequest request) {
    var found = new ArrayList<Report>();
    var missing = new ArrayList<String>();
    for (var arn : request.reportArns()) {
      reports()
          .find(arn)
          .map(KeptReport::report)
          .ifPresentOrElse(found::add, () -> missing.add(arn));
    }
    return BatchGetReportsResponse.builder().reports(found).reportsNotFound(missing).build();
  }

  @Override
  public DescribeTestCasesResponse describeTestCases(DescribeTestCasesRequest request) {
    var kept =
        reports()
            .find(request.reportArn())
            .orElseThrow(() -> Refusals.missing("Report cannot be found: " + request.reportArn()));
    var wanted = request.filter() == null ? null : request.filter().status();
    var cases =
        kept.cases().stream().filter(one -> wanted == null || wanted.equals(one.status())).toList();
    var page =
        CodeBuild.page(
            cases,
            request.nextToken(),
            one -> one.testSuiteName() + "/" + one.prefix() + "/" + one.name());
    return DescribeTestCasesResponse.builder()
        .testCases(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public DeleteReportResponse deleteReport(DeleteReportRequest request) {
    reports().remove(request.arn());
    return DeleteReportResponse.builder().build();
  }
}
