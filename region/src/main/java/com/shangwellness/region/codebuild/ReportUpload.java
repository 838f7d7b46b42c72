package com.shangwellness.region.codebuild;

import com.shangwellness.region.codebuild.Buildspec.ReportSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;

/** Reads the test reports that a build has written, and keeps them. */
record ReportUpload(Reports reports, Desk desk, Builds builds) {

  private static final String JUNIT = "JUNITXML";

  /** Keeps all reports of a build; {@code done} is told what went wrong. */
  void upload(Run run, Consumer<List<PhaseContext>> done) {
    next(run, List.copyOf(run.spec().reports().entrySet()), List.of(), done);
  }

  private void next(
      Run run,
      List<Map.Entry<String, ReportSpec>> rest,
      List<PhaseContext> faults,
      Consumer<List<PhaseContext>> done) {
    if (rest.isEmpty()) {
      done.accept(faults);
      return;
    }
    var name = rest.getFirst().getKey();
    var spec = rest.getFirst().getValue();
    run.log().say("Preparing to copy TEST report " + name);
    Consumer<List<PhaseContext>> goOn = all -> next(run, rest.subList(1, rest.size()), all, done);
    desk.give(
        run,
        "read the report " + name,
        () -> read(run, spec),
        cases -> {
          keep(run, name, cases);
          goOn.accept(faults);
        },
        fault -> {
          var more = new ArrayList<>(faults);
          more.add(
              BuildFault.client(
                      "Error in UPLOAD_ARTIFACTS phase: ["
                          + name
                          + ": ["
                          + fault.getMessage()
                          + "]]")
                  .context());
          goOn.accept(more);
        });
  }

  private static List<JUnitReport.Case> read(Run run, ReportSpec spec)
      throws BuildFault, IOException {
    if (!spec.format().equals(JUNIT)) {
      throw BuildFault.client(
          "this region reads reports of the format " + JUNIT + ", and not " + spec.format());
    }
    var cases = new ArrayList<JUnitReport.Case>();
    for (var file : files(run, spec).entrySet()) {
      try (var in = Files.newInputStream(file.getValue())) {
        cases.addAll(JUnitReport.read(file.getKey(), in));
      }
    }
    return cases;
  }

  private static Map<String, java.nio.file.Path> files(Run run, ReportSpec spec)
      throws BuildFault, IOException {
    try {
      return FileSet.of(run.folder(), spec.files());
    } catch (BuildFault e) {
      throw BuildFault.client("report files not found in build");
    }
  }

  private void keep(Run run, String group, List<JUnitReport.Case> cases) {
    var report = reports.add(run.order(), group, cases);
    run.log().say("Report " + report.arn() + ": " + report.statusAsString());
    builds.change(
        run.id(),
        build -> {
          var arns = new ArrayList<>(build.reportArns());
          arns.add(report.arn());
          return build.toBuilder().reportArns(arns).build();
        });
  }
}
