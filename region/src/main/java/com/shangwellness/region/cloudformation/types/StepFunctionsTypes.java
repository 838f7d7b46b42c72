package com.shangwellness.region.cloudformation.types;

import static com.shangwellness.region.cloudformation.ResourceTypes.type;

import com.shangwellness.region.cloudformation.ResourceTypes;
import com.shangwellness.region.cloudformation.Update;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.Tag;
import software.amazon.awssdk.services.sfn.model.UpdateStateMachineRequest;

/** The resource types of AWS Step Functions. */
public final class StepFunctionsTypes {

  private StepFunctionsTypes() {}

  /** The types, acting through {@code states}. */
  public static ResourceTypes types(SfnClient states) {
    return ResourceTypes.of(
        type("AWS::StepFunctions::StateMachine")
            .create(CreateStateMachineRequest::builder, states::createStateMachine)
            .named("StateMachineName", 80)
            .rename("StateMachineName", "name")
            .rename("StateMachineType", "type")
            .rename("DefinitionString", "definition")
            .ref(created -> created.stateMachineArn())
            .attribute("Arn", created -> created.stateMachineArn())
            .attributeOnceStable(
                "Name", arn -> states.describeStateMachine(r -> r.stateMachineArn(arn)).name())
            .update(
                UpdateStateMachineRequest::builder,
                (request, machine) -> request.stateMachineArn(machine.id()),
                states::updateStateMachine)
            .onChange("Tags", change -> retag(states, change))
            .delete(arn -> states.deleteStateMachine(r -> r.stateMachineArn(arn))));
  }

  private static void retag(SfnClient states, Update change) {
    change.retag(
        gone -> states.untagResource(r -> r.resourceArn(change.id()).tagKeys(gone)),
        (key, value) -> Tag.builder().key(key).value(value).build(),
        tags -> states.tagResource(r -> r.resourceArn(change.id()).tags(tags)));
  }
}
