package com.shangwellness.region.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.shangwellness.region.cloudwatch.MetricSink;
import com.shangwellness.region.eventbridge.EventSink;
import com.shangwellness.region.iam.Iam;
import com.shangwellness.region.kms.Kms;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.ssm.Ssm;
import com.shangwellness.region.stepfunctions.StepFunctions;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.sts.Sessions;
import com.shangwellness.region.sts.Sts;
import com.shangwellness.region.timeline.PacedTimeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkClient;

/** Step Functions as boto3 and the aws command see it, with tasks that call the parameter store. */
class StepFunctionsClientsTest {

  private static final String BOTO3 =
      """
      import boto3, json, sys, time
      from botocore.exceptions import ClientError
      def client(name):
          return boto3.client(name, endpoint_url=sys.argv[1], region_name="ap-south-1",
                              aws_access_key_id="local", aws_secret_access_key="local")
      sfn, ssm, iam = map(client, ["stepfunctions", "ssm", "iam"])
      role = iam.create_role(RoleName="worker", AssumeRolePolicyDocument=json.dumps(
          {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
                         "Principal": {"Service": "states.amazonaws.com"}}}))["Role"]["Arn"]
      ssm.put_parameter(Name="/tea", Value="green", Type="String")
      definition = {"StartAt": "Read", "States": {
          "Read": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:ssm:getParameter",
                   "Parameters": {"Name.$": "$.name"}, "ResultPath": "$.found",
                   "Catch": [{"ErrorEquals": ["Ssm.ParameterNotFoundException"], "Next": "Nothing"}],
                   "Next": "Write"},
          "Write": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:ssm:putParameter",
                    "Parameters": {"Name": "/copy", "Type": "String", "Overwrite": True,
                                   "Value.$": "$.found.Parameter.Value"},
                    "ResultSelector": {"version.$": "$.Version"}, "End": True},
          "Nothing": {"Type": "Fail", "Error": "NoTea", "Cause": "none there"}}}
      machine = sfn.create_state_machine(name="copy", definition=json.dumps(definition), roleArn=role,
                                         tags=[{"key": "team", "value": "devops"}])["stateMachineArn"]
      assert machine == "arn:aws:states:ap-south-1:123456789012:stateMachine:copy", machine

      def outcome(what):
          arn = sfn.start_execution(stateMachineArn=machine, input=json.dumps(what))["executionArn"]
          until = time.time() + 30
          while True:
              told = sfn.describe_execution(executionArn=arn)
              if told["status"] != "RUNNING":
                  return told
              assert time.time() < until, told
              time.sleep(0.02)

      done = outcome({"name": "/tea"})
      assert done["status"] == "SUCCEEDED" and json.loads(done["output"]) == {"version": 1}, done
      assert ssm.get_parameter(Name="/copy")["Parameter"]["Value"] == "green"
      failed = outcome({"name": "/coffee"})
      assert (failed["status"], failed["error"], failed["cause"]) == ("FAILED", "NoTea", "none there"), failed
      wrong = outcome({})
      assert wrong["error"] == "States.Runtime", wrong

      events = sfn.get_execution_history(executionArn=done["executionArn"])["events"]
      assert [e["id"] for e in events] == list(range(1, len(events) + 1)), events
      scheduled = next(e for e in events if e["type"] == "TaskScheduled")["taskScheduledEventDetails"]
      assert (scheduled["resourceType"], scheduled["resource"]) == ("aws-sdk:ssm", "getParameter"), scheduled
      assert json.loads(scheduled["parameters"]) == {"Name": "/tea"}, scheduled
      backwards = sfn.get_paginator("get_execution_history").paginate(
          executionArn=done["executionArn"], reverseOrder=True, PaginationConfig={"PageSize": 3})
      assert [e["id"] for p in backwards for e in p["events"]] == list(range(len(events), 0, -1))

      assert [e["status"] for e in sfn.list_executions(stateMachineArn=machine)["executions"]].count("FAILED") == 2
      succeeded = sfn.list_executions(stateMachineArn=machine, statusFilter="SUCCEEDED")["executions"]
      assert [e["executionArn"] for e in succeeded] == [done["executionArn"]], succeeded
      described = sfn.describe_state_machine(stateMachineArn=machine)
      assert json.loads(described["definition"]) == definition and described["type"] == "STANDARD", described
      assert [m["name"] for m in sfn.list_state_machines()["stateMachines"]] == ["copy"]
      assert sfn.list_tags_for_resource(resourceArn=machine)["tags"] == [{"key": "team", "value": "devops"}]
      sfn.untag_resource(resourceArn=machine, tagKeys=["team"])
      assert sfn.list_tags_for_resource(resourceArn=machine)["tags"] == []

      def fields(parameters):
          return json.dumps({"StartAt": "A", "States": {"A": dict(
              {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:ssm:getParameter", "End": True},
              Parameters=parameters)}})
      for wrong in [{"Nmae": "/tea"}, {"name": "/tea"}, {"name.$": "$.x"}]:
          try:
              sfn.update_state_machine(stateMachineArn=machine, definition=fields(wrong))
              raise AssertionError("not refused: %s" % wrong)
          except ClientError as e:
              assert e.response["Error"]["Code"] == "InvalidDefinition", e.response
              assert "is not supported by GetParameterRequest at /States/A" in e.response["Error"]["Message"], e.response
      sfn.update_state_machine(stateMachineArn=machine, definition=fields({}))
      missing = outcome({})
      assert missing["error"] == "States.Runtime" and "'Name'" in missing["cause"], missing
      def resource(operation):
          return json.dumps({"StartAt": "A", "States": {"A": {
              "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:" + operation, "End": True}}})

      for call, code in [
          (lambda: sfn.create_state_machine(name="x", definition="{", roleArn=role), "InvalidDefinition"),
          (lambda: sfn.create_state_machine(name="x", definition=resource("ssm:makeTea"), roleArn=role), "InvalidDefinition"),
          (lambda: sfn.create_state_machine(name="x", definition=resource("ssm:getparameter"), roleArn=role), "InvalidDefinition"),
          (lambda: sfn.create_state_machine(name="x", definition=resource("ssm:createMaintenanceWindow"), roleArn=role), "InvalidDefinition"),
          (lambda: sfn.start_execution(stateMachineArn=machine, input="{} x"), "InvalidExecutionInput"),
          (lambda: sfn.describe_state_machine(stateMachineArn=machine + "x"), "StateMachineDoesNotExist"),
          (lambda: sfn.describe_state_machine(stateMachineArn="copy"), "InvalidArn"),
          (lambda: sfn.start_execution(stateMachineArn=machine, input="{"), "InvalidExecutionInput"),
          (lambda: sfn.start_execution(stateMachineArn=machine, name="a b"), "InvalidName"),
          (lambda: sfn.list_executions(stateMachineArn=machine, nextToken="x"), "InvalidToken"),
          (lambda: sfn.list_tags_for_resource(resourceArn=machine + "x"), "ResourceNotFound"),
          (lambda: sfn.describe_execution(executionArn=done["executionArn"] + "x"), "ExecutionDoesNotExist")]:
          try:
              call()
              raise AssertionError("not refused: " + code)
          except ClientError as e:
              assert e.response["Error"]["Code"] == code, e.response
      sfn.delete_state_machine(stateMachineArn=machine)
      assert sfn.list_state_machines()["stateMachines"] == []
      print("agreed")
      """;

  @TempDir private Path folder;
  private final List<SdkClient> regional = new ArrayList<>();
  private ServedService served;

  @BeforeEach
  void start() {
    served = new ServedService(this::catalog, folder);
  }

  private Catalog catalog(PacedTimeline timeline, Store store) {
    var place = ServedService.MUMBAI;
    var random = new Random(1);
    var ids = new Ids(random);
    var iam = new Iam(place, timeline, store, ids);
    var sts = new Sts(place, iam, new Sessions(timeline, store, ids));
    EventSink nobody = (source, type, resources, detail) -> {};
    regional.add(new Ssm(place, timeline, store, new Kms(place, timeline, store, ids, random)));
    regional.add(
        new StepFunctions(
            place,
            timeline,
            store,
            ids,
            new SdkIntegrations(() -> regional.toArray(SdkClient[]::new)),
            sts,
            nobody,
            MetricSink.NONE));
    return new Catalog()
        .global(iam, sts)
        .region(place.region(), regional.toArray(SdkClient[]::new));
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void boto3_agrees_on_state_machines_executions_and_errors()
      throws IOException, InterruptedException {
    assertThat(served.run(List.of("python3", "-c", BOTO3, served.endpoint())))
        .isEqualTo("agreed\n");
  }

  private String aws(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("aws", "--endpoint-url", served.endpoint()));
    command.addAll(List.of("--output", "text"));
    command.addAll(List.of(arguments));
    return served.run(command);
  }

  @Test
  void the_aws_command_stops_an_execution() throws IOException, InterruptedException {
    aws(
        "iam",
        "create-role",
        "--role-name=worker",
        "--assume-role-policy-document={\"Statement\":{\"Effect\":\"Allow\",\"Action\":"
            + "\"sts:AssumeRole\",\"Principal\":{\"Service\":\"states.amazonaws.com\"}}}");
    aws(
        "stepfunctions",
        "create-state-machine",
        "--name=rest",
        "--role-arn=arn:aws:iam::123456789012:role/worker",
        "--definition={\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Wait\",\"Seconds\":600,"
            + "\"End\":true}}}");
    aws(
        "stepfunctions",
        "start-execution",
        "--name=one",
        "--state-machine-arn=arn:aws:states:ap-south-1:123456789012:stateMachine:rest");
    var execution = "--execution-arn=arn:aws:states:ap-south-1:123456789012:execution:rest:one";

    assertThat(aws("stepfunctions", "describe-execution", execution, "--query=status"))
        .isEqualTo("RUNNING\n");
    aws("stepfunctions", "stop-execution", execution, "--error=Enough");
    assertThat(aws("stepfunctions", "describe-execution", execution, "--query=[status,error]"))
        .isEqualTo("ABORTED\tEnough\n");
  }
}
