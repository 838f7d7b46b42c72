package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.Resource;
import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import java.util.List;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;

/** The resource types of AWS Systems Manager. */
public final class SsmTypes {

  private SsmTypes() {}

  /** The types, acting through {@code ssm}. */
  public static ResourceTypes types(SsmClient ssm) {
    return ResourceTypes.of(
        type("AWS::SSM::Parameter")
            .create(PutParameterRequest::builder, ssm::putParameter)
            .named("Name", 1011)
            .refWith((parameter, created) -> name(parameter))
            .attributeOnceStableWith("Type", parameter -> parameter.properties().require("Type"))
            .attributeOnceStableWith("Value", parameter -> parameter.properties().require("Value"))
            .update(
                PutParameterRequest::builder,
                (request, parameter) ->
                    // Tags and overwrite exclude one another; tags have a call of their own.
                    request.name(parameter.id()).overwrite(true).tags((List<Tag>) null),
                ssm::putParameter)
            .onChange("Tags", change -> retag(ssm, change))
            .delete(name -> ssm.deleteParameter(r -> r.name(name))));
  }

  private static String name(Resource parameter) {
    return parameter.properties().text("Name").orElse(parameter.id());
  }

  private static void retag(SsmClient ssm, Update change) {
    var type = ResourceTypeForTagging.PARAMETER;
    change.retag(
        gone ->
            ssm.removeTagsFromResource(
                r -> r.resourceType(type).resourceId(change.id()).tagKeys(gone)),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags ->
            ssm.addTagsToResource(r -> r.resourceType(type).resourceId(change.id()).tags(tags)));
  }
}
