package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.ResourceTypes;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.CreateReportGroupRequest;
import software.amazon.awssdk.services.codebuild.model.UpdateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.UpdateReportGroupRequest;

/** The resource types of AWS CodeBuild. */
public final class CodeBuildTypes {

  private CodeBuildTypes() {}

  /** The types, acting through {@code codeBuild}. */
  public static ResourceTypes types(CodeBuildClient codeBuild) {
    return ResourceTypes.of(
        type("AWS::CodeBuild::Project")
            .create(CreateProjectRequest::builder, codeBuild::createProject)
            .named("Name", 150)
            .ref(created -> created.project().name())
            .attribute("Arn", created -> created.project().arn())
            .update(
                UpdateProjectRequest::builder,
                (request, project) -> request.name(project.id()),
                codeBuild::updateProject)
            .delete(name -> codeBuild.deleteProject(r -> r.name(name))),
        type("AWS::CodeBuild::ReportGroup")
            .create(CreateReportGroupRequest::builder, codeBuild::createReportGroup)
            .named("Name", 128)
            .byHand("DeleteReports")
            .ref(created -> created.reportGroup().arn())
            .attribute("Arn", created -> created.reportGroup().arn())
            .update(
                UpdateReportGroupRequest::builder,
                (request, group) -> request.arn(group.id()),
                codeBuild::updateReportGroup)
            .deleteWith(
                group ->
                    codeBuild.deleteReportGroup(
                        r ->
                            r.arn(group.id())
                                .deleteReports(group.properties().is("DeleteReports")))));
  }
}
