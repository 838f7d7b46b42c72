package com.shangwellness.region.codebuild;

import java.util.List;
import software.amazon.awssdk.services.codebuild.model.Report;
import software.amazon.awssdk.services.codebuild.model.TestCase;

/** A report and its test cases. */
record KeptReport(Report report, List<TestCase> cases) {}
