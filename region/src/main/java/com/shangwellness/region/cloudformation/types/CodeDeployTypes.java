package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.TypeDraft;
import com.shangwellness.region.cloudformation.Update;
import com.shangwellness.region.place.Place;
import java.util.List;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.CreateApplicationRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupResponse;
import software.amazon.awssdk.services.codedeploy.model.Tag;
import software.amazon.awssdk.services.codedeploy.model.UpdateDeploymentGroupRequest;

/** The resource types of AWS CodeDeploy. */
public final class CodeDeployTypes {

  private static final int LONGEST_NAME = 100;

  private CodeDeployTypes() {}

  /** The types, acting through {@code codeDeploy}. */
  public static ResourceTypes types(Place place, CodeDeployClient codeDeploy) {
    return ResourceTypes.of(
        type("AWS::CodeDeploy::Application")
            .create(CreateApplicationRequest::builder, codeDeploy::createApplication)
            .named("ApplicationName", LONGEST_NAME)
            .refWith((application, created) -> application.properties().require("ApplicationName"))
            .onChange(
                "Tags",
                change ->
                    retag(
                        codeDeploy, place.arn("codedeploy", "application:" + change.id()), change))
            .delete(name -> codeDeploy.deleteApplication(r -> r.applicationName(name))),
        type("AWS::CodeDeploy::DeploymentConfig")
            .create(CreateDeploymentConfigRequest::builder, codeDeploy::createDeploymentConfig)
            .named("DeploymentConfigName", LONGEST_NAME)
            .refWith((config, created) -> config.properties().require("DeploymentConfigName"))
            .delete(name -> codeDeploy.deleteDeploymentConfig(r -> r.deploymentConfigName(name))),
        group(place, codeDeploy));
  }

  private static TypeDraft<CreateDeploymentGroupResponse> group(
      Place place, CodeDeployClient codeDeploy) {
    return type("AWS::CodeDeploy::DeploymentGroup")
        .create(CreateDeploymentGroupRequest::builder, codeDeploy::createDeploymentGroup)
        .named("DeploymentGroupName", LONGEST_NAME)
        .refWith((group, created) -> group.properties().require("DeploymentGroupName"))
        .update(
            UpdateDeploymentGroupRequest::builder,
            CodeDeployTypes::whole,
            codeDeploy::updateDeploymentGroup)
        .onChange(
            "Tags",
            change ->
                retag(
                    codeDeploy,
                    place.arn(
                        "codedeploy",
                        "deploymentgroup:" + application(change.resource()) + "/" + change.id()),
                    change))
        .deleteWith(
            group ->
                codeDeploy.deleteDeploymentGroup(
                    r -> r.applicationName(application(group)).deploymentGroupName(group.id())));
  }

  private static String application(Resource group) {
    return group.properties().require("ApplicationName");
  }

  // What a request leaves out stays as it is; what a template leaves out is no more.
  private static void whole(UpdateDeploymentGroupRequest.Builder request, Resource group) {
    request.applicationName(application(group)).currentDeploymentGroupName(group.id());
    var properties = group.properties();
    if (!properties.has("AlarmConfiguration")) {
      request.alarmConfiguration(a -> a.enabled(false).alarms(List.of()));
    }
    if (!properties.has("AutoRollbackConfiguration")) {
      request.autoRollbackConfiguration(a -> a.enabled(false).events(List.of()));
    }
    if (!properties.has("TriggerConfigurations")) {
      request.triggerConfigurations(List.of());
    }
    if (!properties.has("DeploymentConfigName")) {
      request.deploymentConfigName("CodeDeployDefault.ECSAllAtOnce");
    }
  }

  private static void retag(CodeDeployClient codeDeploy, String arn, Update change) {
    change.retag(
        gone -> codeDeploy.untagResource(r -> r.resourceArn(arn).tagKeys(gone)),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags -> codeDeploy.tagResource(r -> r.resourceArn(arn).tags(tags)));
  }
}
