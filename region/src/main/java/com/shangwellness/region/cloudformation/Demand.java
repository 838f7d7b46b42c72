package com.shangwellness.region.cloudformation;

import com.shangwellness.region.cloudformation.StackRecord.OnFailure;
import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Tag;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;

/**
 * What the requests that deploy a template have in common.
 *
 * @param template the template's text
 * @param parameters as the caller gives them
 * @param tags the stack's tags to be
 * @param capabilities what the caller acknowledges
 * @param token the caller's token; empty for none
 * @param onFailure what becomes of a failure
 */
record Demand(
    String template,
    List<Parameter> parameters,
    List<Tag> tags,
    List<Capability> capabilities,
    String token,
    OnFailure onFailure) {

  static Demand of(CreateStackRequest request, TemplateSource source) {
    return new Demand(
        source.text(request.templateBody(), request.templateURL(), ""),
        request.parameters(),
        request.tags(),
        request.capabilities(),
        orEmpty(request.clientRequestToken()),
        onFailure(request.disableRollback(), request.onFailureAsString()));
  }

  static Demand of(UpdateStackRequest request, TemplateSource source, StackRecord stack) {
    boolean previous = Boolean.TRUE.equals(request.usePreviousTemplate());
    return new Demand(
        source.text(
            request.templateBody(), request.templateURL(), previous ? stack.template() : ""),
        request.parameters(),
        request.hasTags() ? request.tags() : stack.stack().tags(),
        request.capabilities(),
        orEmpty(request.clientRequestToken()),
        onFailure(request.disableRollback(), null));
  }

  static Demand of(CreateChangeSetRequest request, TemplateSource source, StackRecord stack) {
    boolean previous = Boolean.TRUE.equals(request.usePreviousTemplate());
    return new Demand(
        source.text(
            request.templateBody(), request.templateURL(), previous ? stack.template() : ""),
        request.parameters(),
        request.hasTags() ? request.tags() : stack.stack().tags(),
        request.capabilities(),
        orEmpty(request.clientToken()),
        onFailure(false, request.onStackFailureAsString()));
  }

  static OnFailure onFailure(Boolean disableRollback, String said) {
    if (Boolean.TRUE.equals(disableRollback)) {
      return OnFailure.DO_NOTHING;
    }
    return said == null ? OnFailure.ROLLBACK : OnFailure.valueOf(said);
  }

  static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
