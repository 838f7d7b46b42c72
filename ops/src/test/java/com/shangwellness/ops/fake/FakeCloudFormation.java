package com.shangwellness.ops.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.UpdateTerminationProtectionRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateTerminationProtectionResponse;

/**
 * CloudFormation as far as a deployer sees it: change sets that are worked out from what the stack
 * has, events that arrive one by one as they are asked for, rollbacks, and AWS's own error texts.
 */
public final class FakeCloudFormation implements CloudFormationClient {
  private static final class Live {
    private String id = "";
    private String name = "";
    private String status = "REVIEW_IN_PROGRESS";
    private String template = "";
    private boolean isProtected;
    private final Map<String, String> parameters = new TreeMap<>();
    private final Map<String, String> resources = new LinkedHashMap<>();
    private final List<StackEvent> events = new ArrayList<>();
    private final Deque<Runnable> toDo = new ArrayDeque<>();
  }

  private record Pending(
      String stack,
      CreateChangeSetRequest request,
      String template,
      Map<String, String> parameters,
      List<ResourceChange> changes,
      String refusal) {}

  private final Map<String, Live> stacks = new LinkedHashMap<>();
  private final Map<String, Pending> changeSets = new HashMap<>();
  private final Map<String, String> failing = new HashMap<>();
  private final Map<String, String> recorded = new HashMap<>();
  private final List<CreateChangeSetRequest> requests = new ArrayList<>();
  private final Set<String> keeping = new HashSet<>();
  private final List<String> executed = new ArrayList<>();
  private final FakeS3 s3;
  private int ids;

  /** A service that reads template addresses from {@code s3}. */
  public FakeCloudFormation(FakeS3 s3) {
    this.s3 = s3;
  }

  /** From now on the resource with this logical id fails for {@code reason}. */
  public void fails(String logicalId, String reason) {
    failing.put(logicalId, reason);
  }

  /** The resource with this logical id works again. */
  public void mends(String logicalId) {
    failing.remove(logicalId);
  }

  /** The resource with this logical id is recorded only. */
  public void records(String logicalId) {
    recorded.put(logicalId, "RECORDED: kept, not acted on");
  }

  /** What was asked for, in order. */
  public List<CreateChangeSetRequest> requests() {
    return requests;
  }

  /** The stacks whose change sets were executed, in order. */
  public List<String> executed() {
    return executed;
  }

  /** The status of the stack {@code name}. */
  public String status(String name) {
    return stacks.containsKey(name) ? stacks.get(name).status : "";
  }

  /** The value of a parameter of a stack. */
  public String parameter(String stack, String name) {
    return stacks.get(stack).parameters.get(name);
  }

  /** Whether the stack may not be deleted. */
  public boolean isProtected(String stack) {
    return stacks.get(stack).isProtected;
  }

  /** How many change sets there are that were neither executed nor deleted. */
  public int changeSetsLeft() {
    return changeSets.size();
  }

  /** A stack of this name is in this status; it is made if it is not there. */
  public void is(String name, String status, Map<String, String> resources) {
    var stack = find(name) == null ? fresh(name) : find(name);
    stack.status = status;
    stack.template = "{}";
    stack.resources.clear();
    stack.resources.putAll(resources);
  }

  /** The stack of this name, which is there, has this output. */
  public void puts(String name, String output, String value) {
    stacks.get(name).template =
        "{\"Outputs\":{\"%s\":{\"Value\":\"%s\"}}}".formatted(output, value);
  }

  /** The resource with this logical id cannot be rolled back: it is protected. */
  public void isProtectedFromRollback(String logicalId) {
    keeping.add(logicalId);
  }

  /** Another work on a stack begins, and rests after {@code looks} looks. */
  public void isBusy(String name, String status, String afterwards, int looks) {
    var stack = stacks.get(name);
    stack.status = status;
    for (int i = 1; i < looks; i++) {
      stack.toDo.add(() -> {});
    }
    stack.toDo.add(() -> stack.status = afterwards);
  }

  @Override
  public CreateChangeSetResponse createChangeSet(CreateChangeSetRequest request) {
    requests.add(request);
    var stack = find(request.stackName());
    var creates = request.changeSetType() == ChangeSetType.CREATE;
    if (creates) {
      if (stack != null && !stack.status.equals("REVIEW_IN_PROGRESS")) {
        throw error("Stack [" + request.stackName() + "] already exists and cannot be created");
      }
      stack = stack == null ? fresh(request.stackName()) : stack;
    } else if (stack == null) {
      throw error("Stack [" + request.stackName() + "] does not exist");
    }
    var template = template(request, stack);
    var parameters = parameters(request, stack, parse(template));
    var changes = changes(stack, template, parameters);
    var refusal =
        changes.isEmpty() && !creates
            ? "The submitted information didn't contain changes. Submit different information to"
                + " create a change set."
            : "";
    var id = "arn:changeSet/" + request.changeSetName() + "/" + ids++;
    changeSets.put(id, new Pending(stack.name, request, template, parameters, changes, refusal));
    return CreateChangeSetResponse.builder().id(id).stackId(stack.id).build();
  }

  /** The stack {@code name} is there with these resources, a type for each logical id. */
  public void holds(String name, Map<String, String> types) {
    var stack = fresh(name);
    stack.status = "CREATE_COMPLETE";
    stack.resources.putAll(types);
  }

  private Live fresh(String name) {
    var stack = new Live();
    stack.name = name;
    stack.id = "arn:aws:cloudformation:::stack/" + name + "/" + ids++;
    stacks.put(name, stack);
    event(stack, name, stack.id, "AWS::CloudFormation::Stack", "REVIEW_IN_PROGRESS", "");
    return stack;
  }

  private String template(CreateChangeSetRequest request, Live stack) {
    if (Boolean.TRUE.equals(request.usePreviousTemplate())) {
      return stack.template;
    }
    return request.templateBody() != null
        ? request.templateBody()
        : s3.textAt(request.templateURL());
  }

  private Map<String, String> parameters(
      CreateChangeSetRequest request, Live stack, JsonNode template) {
    var parameters = new TreeMap<String, String>();
    template
        .path("Parameters")
        .properties()
        .forEach(p -> parameters.put(p.getKey(), p.getValue().path("Default").asText("")));
    for (var parameter : request.parameters()) {
      var key = parameter.parameterKey();
      if (!parameters.containsKey(key)) {
        throw error("Parameters: [" + key + "] do not exist in the template");
      }
      parameters.put(
          key,
          Boolean.TRUE.equals(parameter.usePreviousValue())
              ? stack.parameters.get(key)
              : parameter.parameterValue());
    }
    return parameters;
  }

  private static List<ResourceChange> changes(
      Live stack, String template, Map<String, String> parameters) {
    var before = parse(stack.template).path("Resources");
    var after = parse(template).path("Resources");
    var changes = new ArrayList<ResourceChange>();
    for (var resource : after.properties()) {
      var known = stack.resources.containsKey(resource.getKey());
      var same =
          known
              && resource.getValue().equals(before.path(resource.getKey()))
              && parameters.equals(stack.parameters);
      if (!same) {
        changes.add(change(resource.getKey(), resource.getValue(), known ? "Modify" : "Add"));
      }
    }
    for (var known : stack.resources.keySet()) {
      if (!after.has(known)) {
        changes.add(change(known, before.path(known), "Remove"));
      }
    }
    return changes;
  }

  private static ResourceChange change(String id, JsonNode resource, String action) {
    return ResourceChange.builder()
        .logicalResourceId(id)
        .resourceType(resource.path("Type").asText())
        .action(action)
        .build();
  }

  @Override
  public DescribeChangeSetResponse describeChangeSet(DescribeChangeSetRequest request) {
    var pending = changeSets.get(request.changeSetName());
    return DescribeChangeSetResponse.builder()
        .status(
            pending.refusal.isEmpty() ? ChangeSetStatus.CREATE_COMPLETE : ChangeSetStatus.FAILED)
        .statusReason(pending.refusal)
        .changes(
            pending.changes.stream()
                .map(change -> Change.builder().resourceChange(change).build())
                .toList())
        .build();
  }

  @Override
  public DeleteChangeSetResponse deleteChangeSet(DeleteChangeSetRequest request) {
    changeSets.remove(request.changeSetName());
    return DeleteChangeSetResponse.builder().build();
  }

  @Override
  public ExecuteChangeSetResponse executeChangeSet(ExecuteChangeSetRequest request) {
    var pending = changeSets.remove(request.changeSetName());
    var stack = stacks.get(pending.stack);
    var verb = pending.request.changeSetType() == ChangeSetType.CREATE ? "CREATE" : "UPDATE";
    executed.add(stack.name);
    stack.status = verb + "_IN_PROGRESS";
    ofStack(stack, stack.status);
    Set<String> broken = new HashSet<>();
    for (var change : pending.changes) {
      stack.toDo.add(() -> work(stack, change, verb, broken));
    }
    stack.toDo.add(() -> rest(stack, pending, verb, broken));
    return ExecuteChangeSetResponse.builder().build();
  }

  private void work(Live stack, ResourceChange change, String verb, Set<String> broken) {
    var id = change.logicalResourceId();
    if (!broken.isEmpty()) {
      event(stack, id, "", change.resourceType(), verb + "_FAILED", "Resource creation cancelled");
      return;
    }
    event(stack, id, "", change.resourceType(), verb + "_IN_PROGRESS", "");
    if (failing.containsKey(id)) {
      broken.add(id);
      event(stack, id, "", change.resourceType(), verb + "_FAILED", failing.get(id));
      return;
    }
    stack.resources.put(id, change.resourceType());
    event(
        stack,
        id,
        physical(id),
        change.resourceType(),
        verb + "_COMPLETE",
        recorded.getOrDefault(id, ""));
  }

  private void rest(Live stack, Pending pending, String verb, Set<String> broken) {
    if (broken.isEmpty()) {
      stack.template = pending.template;
      stack.parameters.clear();
      stack.parameters.putAll(pending.parameters);
      stack.status = verb + "_COMPLETE";
    } else {
      if (verb.equals("CREATE")) {
        stack.resources.keySet().retainAll(keeping);
      }
      var rollback = verb.equals("CREATE") ? "ROLLBACK" : "UPDATE_ROLLBACK";
      ofStack(stack, rollback + "_IN_PROGRESS");
      stack.status = rollback + (stack.resources.isEmpty() ? "_COMPLETE" : "_FAILED");
    }
    ofStack(stack, stack.status);
  }

  @Override
  public DescribeStackEventsResponse describeStackEvents(DescribeStackEventsRequest request) {
    var stack = required(request.stackName());
    var next = stack.toDo.poll();
    if (next != null) {
      next.run();
    }
    return DescribeStackEventsResponse.builder().stackEvents(stack.events.reversed()).build();
  }

  @Override
  public DescribeStacksResponse describeStacks(DescribeStacksRequest request) {
    var wanted =
        request.stackName() == null
            ? stacks.values().stream().filter(s -> !s.status.equals("DELETE_COMPLETE")).toList()
            : List.of(required(request.stackName()));
    if (request.stackName() != null && wanted.getFirst().status.endsWith("_IN_PROGRESS")) {
      var next = wanted.getFirst().toDo.poll();
      if (next != null) {
        next.run();
      }
    }
    return DescribeStacksResponse.builder()
        .stacks(wanted.stream().map(this::shown).toList())
        .build();
  }

  private Stack shown(Live stack) {
    var outputs = new ArrayList<Output>();
    parse(stack.template)
        .path("Outputs")
        .properties()
        .forEach(
            o ->
                outputs.add(
                    Output.builder()
                        .outputKey(o.getKey())
                        .outputValue(o.getValue().path("Value").asText())
                        .build()));
    return Stack.builder()
        .stackName(stack.name)
        .stackId(stack.id)
        .stackStatus(stack.status)
        .creationTime(Instant.ofEpochSecond(List.copyOf(stacks.keySet()).indexOf(stack.name)))
        .outputs(outputs)
        .parameters(
            stack.parameters.entrySet().stream()
                .map(
                    p ->
                        Parameter.builder()
                            .parameterKey(p.getKey())
                            .parameterValue(p.getValue())
                            .build())
                .toList())
        .build();
  }

  @Override
  public ListStackResourcesResponse listStackResources(ListStackResourcesRequest request) {
    var stack = required(request.stackName());
    return ListStackResourcesResponse.builder()
        .stackResourceSummaries(
            stack.resources.entrySet().stream()
                .map(
                    r ->
                        StackResourceSummary.builder()
                            .logicalResourceId(r.getKey())
                            .physicalResourceId(physical(r.getKey()))
                            .resourceType(r.getValue())
                            .resourceStatus(ResourceStatus.CREATE_COMPLETE)
                            .build())
                .toList())
        .build();
  }

  /** The physical id that a resource of this fake gets. */
  private static String physical(String logicalId) {
    return "physical-" + logicalId;
  }

  @Override
  public DeleteStackResponse deleteStack(DeleteStackRequest request) {
    var stack = required(request.stackName());
    if (stack.isProtected) {
      throw error("Stack [" + stack.name + "] cannot be deleted while TerminationProtection");
    }
    stack.status = "DELETE_IN_PROGRESS";
    ofStack(stack, stack.status);
    List.copyOf(stack.resources.keySet())
        .reversed()
        .forEach(
            id ->
                stack.toDo.add(
                    () ->
                        event(
                            stack,
                            id,
                            physical(id),
                            stack.resources.remove(id),
                            "DELETE_COMPLETE",
                            "")));
    stack.toDo.add(
        () -> {
          stack.status = "DELETE_COMPLETE";
          ofStack(stack, stack.status);
        });
    return DeleteStackResponse.builder().build();
  }

  @Override
  public UpdateTerminationProtectionResponse updateTerminationProtection(
      UpdateTerminationProtectionRequest request) {
    required(request.stackName()).isProtected = request.enableTerminationProtection();
    return UpdateTerminationProtectionResponse.builder().build();
  }

  @Override
  public GetTemplateResponse getTemplate(GetTemplateRequest request) {
    return GetTemplateResponse.builder()
        .templateBody(required(request.stackName()).template)
        .build();
  }

  private Live find(String nameOrId) {
    var byName = stacks.get(nameOrId);
    if (byName != null) {
      return byName.status.equals("DELETE_COMPLETE") ? null : byName;
    }
    return stacks.values().stream().filter(s -> s.id.equals(nameOrId)).findFirst().orElse(null);
  }

  private Live required(String nameOrId) {
    var stack = find(nameOrId);
    if (stack == null) {
      throw error("Stack with id " + nameOrId + " does not exist");
    }
    return stack;
  }

  private void ofStack(Live stack, String status) {
    event(stack, stack.name, stack.id, "AWS::CloudFormation::Stack", status, "");
  }

  private void event(
      Live stack, String id, String physicalId, String type, String status, String reason) {
    stack.events.add(
        StackEvent.builder()
            .eventId("event-" + ids++)
            .stackId(stack.id)
            .stackName(stack.name)
            .logicalResourceId(id)
            .physicalResourceId(physicalId)
            .resourceType(type)
            .resourceStatus(status)
            .resourceStatusReason(reason)
            .build());
  }

  private static JsonNode parse(String template) {
    try {
      return new YAMLMapper().readTree(template);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CloudFormationException error(String message) {
    return (CloudFormationException)
        CloudFormationException.builder()
            .message(message)
            .statusCode(400)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("ValidationError")
                    .errorMessage(message)
                    .build())
            .build();
  }

  @Override
  public String serviceName() {
    return "cloudformation";
  }

  @Override
  public void close() {}
}
