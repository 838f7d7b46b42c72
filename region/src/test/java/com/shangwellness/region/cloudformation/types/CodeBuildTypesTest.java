package com.shangwellness.region.cloudformation.types;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.place.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.*;

/** The resources of a stack become the calls that CodeBuild takes. */
class CodeBuildTypesTest {

  private static final Place PLACE = new Place("123456789012", "ap-south-1");

  /** As {@code infra}'s Build is synthesized. */
  private static final String TEMPLATE =
      """
      {"Resources": {
        "Project": {"Type": "AWS::CodeBuild::Project", "Properties": {
          "Name": "web",
          "Description": "Builds",
          "ServiceRole": "arn:aws:iam::123456789012:role/builder",
          "EncryptionKey": "arn:aws:kms:ap-south-1:123456789012:key/1",
          "Source": {"Type": "CODEPIPELINE", "BuildSpec": "buildspec.yml"},
          "Artifacts": {"Type": "CODEPIPELINE"},
          "Environment": {
            "Type": "LINUX_CONTAINER", "Image": "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            "ImagePullCredentialsType": "CODEBUILD", "ComputeType": "BUILD_GENERAL1_MEDIUM",
            "PrivilegedMode": false,
            "EnvironmentVariables": [{"Name": "A", "Type": "PLAINTEXT", "Value": "1"}]},
          "LogsConfig": {"CloudWatchLogs": {"Status": "ENABLED", "GroupName": "/builds"}},
          "Cache": {"Type": "LOCAL", "Modes": ["LOCAL_CUSTOM_CACHE"]},
          "TimeoutInMinutes": 30,
          "Tags": [{"Key": "team", "Value": "web"}]}},
        "Reports": {"Type": "AWS::CodeBuild::ReportGroup", "Properties": {
          "Name": "unit", "Type": "TEST", "DeleteReports": true,
          "ExportConfig": {"ExportConfigType": "NO_EXPORT"}}}},
       "Outputs": {
         "Name": {"Value": {"Ref": "Project"}},
         "Arn": {"Value": {"Fn::GetAtt": ["Project", "Arn"]}},
         "Group": {"Value": {"Ref": "Reports"}}}}
      """;

  /** Keeps what it is asked for. */
  private static final class Asked implements CodeBuildClient {
    final List<CreateProjectRequest> created = new ArrayList<>();
    final List<UpdateProjectRequest> updated = new ArrayList<>();
    final List<String> deleted = new ArrayList<>();

    @Override
    public CreateProjectResponse createProject(CreateProjectRequest request) {
      created.add(request);
      return CreateProjectResponse.builder()
          .project(
              p -> p.name(request.name()).arn(PLACE.arn("codebuild", "project/" + request.name())))
          .build();
    }

    @Override
    public UpdateProjectResponse updateProject(UpdateProjectRequest request) {
      updated.add(request);
      return UpdateProjectResponse.builder().build();
    }

    @Override
    public DeleteProjectResponse deleteProject(DeleteProjectRequest request) {
      deleted.add(request.name());
      return DeleteProjectResponse.builder().build();
    }

    @Override
    public CreateReportGroupResponse createReportGroup(CreateReportGroupRequest request) {
      return CreateReportGroupResponse.builder()
          .reportGroup(g -> g.arn(PLACE.arn("codebuild", "report-group/" + request.name())))
          .build();
    }

    @Override
    public DeleteReportGroupResponse deleteReportGroup(DeleteReportGroupRequest request) {
      deleted.add(request.arn() + " with reports: " + request.deleteReports());
      return DeleteReportGroupResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private final Asked codeBuild = new Asked();
  private final TestStacks stacks = new TestStacks(PLACE);

  @BeforeEach
  void begin() {
    stacks.of(CodeBuildTypes.types(codeBuild));
    stacks.creates("delivery", TEMPLATE);
    stacks.passes(Duration.ofMinutes(1));
  }

  @Test
  void a_project_is_created_as_the_template_says() {
    assertThat(stacks.status("delivery")).isEqualTo("CREATE_COMPLETE");
    var created = codeBuild.created.getFirst();
    assertThat(created.source().buildspec()).isEqualTo("buildspec.yml");
    assertThat(created.environment().computeType()).isEqualTo(ComputeType.BUILD_GENERAL1_MEDIUM);
    assertThat(created.environment().privilegedMode()).isFalse();
    assertThat(created.environment().environmentVariables().getFirst().value()).isEqualTo("1");
    assertThat(created.logsConfig().cloudWatchLogs().groupName()).isEqualTo("/builds");
    assertThat(created.cache().modes()).containsExactly(CacheMode.LOCAL_CUSTOM_CACHE);
    assertThat(created.timeoutInMinutes()).isEqualTo(30);
    assertThat(stacks.outputs("delivery"))
        .containsEntry("Name", "web")
        .containsEntry("Arn", "arn:aws:codebuild:ap-south-1:123456789012:project/web")
        .containsEntry("Group", "arn:aws:codebuild:ap-south-1:123456789012:report-group/unit");
  }

  @Test
  void a_project_is_updated_and_deleted_by_its_name() {
    stacks.updates(
        "delivery", TEMPLATE.replace("\"TimeoutInMinutes\": 30", "\"TimeoutInMinutes\": 40"));
    stacks.passes(Duration.ofMinutes(1));
    assertThat(stacks.status("delivery")).isEqualTo("UPDATE_COMPLETE");
    assertThat(codeBuild.updated.getFirst().name()).isEqualTo("web");
    assertThat(codeBuild.updated.getFirst().timeoutInMinutes()).isEqualTo(40);

    stacks.deletes("delivery");
    stacks.passes(Duration.ofMinutes(1));
    assertThat(codeBuild.deleted)
        .containsExactlyInAnyOrder(
            "web",
            "arn:aws:codebuild:ap-south-1:123456789012:report-group/unit with reports: true");
  }
}
