package com.shangwellness.region.cloudformation;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.place.Place;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.store.Table;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetNotFoundException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetSummary;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.InvalidChangeSetStatusException;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Change sets: what an operation would change, before it does. */
final class ChangeSets {

  private static final String NOTHING =
      "The submitted information didn't contain changes. Submit different information to create a"
          + " change set.";

  private final Place place;
  private final Timeline timeline;
  private final Ids ids;
  private final Table<ChangeSetRecord> sets;
  private final Stacks stacks;
  private final Planner planner;
  private final Preparation preparation;
  private final TemplateSource source;
  private final Designs designs;
  private final Deployments deployments;

  ChangeSets(
      Place place,
      Store store,
      Timeline timeline,
      Ids ids,
      Stacks stacks,
      Planner planner,
      Preparation preparation,
      TemplateSource source,
      Designs designs,
      Deployments deployments) {
    this.place = place;
    this.timeline = timeline;
    this.ids = ids;
    this.sets = store.table(place.region() + "/cloudformation.changesets", ChangeSetRecord.class);
    this.stacks = stacks;
    this.planner = planner;
    this.preparation = preparation;
    this.source = source;
    this.designs = designs;
    this.deployments = deployments;
  }

  /** Makes a change set, and the stack that it is to create when there is none. */
  ChangeSetRecord create(CreateChangeSetRequest request) {
    boolean creates = request.changeSetType() == ChangeSetType.CREATE;
    var found = stacks.find(request.stackName());
    if (!creates) {
      StackStates.requireUpdatable(
          found.orElseThrow(
              () -> Invalid.because("Stack [" + request.stackName() + "] does not exist")));
    } else if (found.isPresent() && found.get().status() != StackStatus.REVIEW_IN_PROGRESS) {
      throw Invalid.because(
          "Stack ["
              + request.stackName()
              + "] already exists and cannot be created again with the changeSet ["
              + request.changeSetName()
              + "].");
    }
    boolean fresh = found.isEmpty();
    var stack =
        found.orElseGet(
            () ->
                new StackRecord(
                    preparation.newStack(request.stackName()),
                    "",
                    List.of(),
                    StackRecord.Operation.NONE));
    if (find(stack, request.changeSetName()).isPresent()) {
      throw AwsErrors.of(
          AlreadyExistsException.builder(),
          "AlreadyExistsException",
          400,
          "ChangeSet " + request.changeSetName() + " already exists");
    }
    var operation = preparation.operation(Demand.of(request, source, stack), stack);
    var said = described(request, stack, operation);
    if (fresh) {
      var unused =
          stacks.status(
              stack.with(withMore(stack.stack(), request)),
              StackStatus.REVIEW_IN_PROGRESS,
              Reasons.BY_USER);
    }
    return sets.put(said.changeSetId(), new ChangeSetRecord(said, operation, creates));
  }

  private static Stack withMore(Stack stack, CreateChangeSetRequest request) {
    return stack.toBuilder()
        .roleARN(request.roleARN())
        .notificationARNs(request.notificationARNs())
        .capabilities(request.capabilities())
        .tags(request.tags())
        .build();
  }

  private DescribeChangeSetResponse described(
      CreateChangeSetRequest request, StackRecord stack, StackRecord.Operation operation) {
    var said =
        DescribeChangeSetResponse.builder()
            .changeSetName(request.changeSetName())
            .changeSetId(
                place.arn(
                    "cloudformation", "changeSet/" + request.changeSetName() + "/" + ids.uuid()))
            .stackId(stack.id())
            .stackName(stack.name())
            .description(request.description())
            .parameters(operation.parameters())
            .creationTime(timeline.now())
            .notificationARNs(request.notificationARNs())
            .rollbackConfiguration(request.rollbackConfiguration())
            .capabilities(request.capabilities())
            .tags(operation.tags())
            .onStackFailure(request.onStackFailure())
            .includeNestedStacks(Boolean.TRUE.equals(request.includeNestedStacks()))
            .importExistingResources(Boolean.TRUE.equals(request.importExistingResources()));
    try {
      var plan = planner.plan(stack, operation);
      if (plan.anything()) {
        said.status(ChangeSetStatus.CREATE_COMPLETE)
            .executionStatus(ExecutionStatus.AVAILABLE)
            .changes(plan.changes());
      } else {
        fails(said, NOTHING);
      }
    } catch (AwsServiceException e) {
      fails(said, AwsErrors.message(e));
    }
    return said.build();
  }

  private static void fails(DescribeChangeSetResponse.Builder said, String reason) {
    said.status(ChangeSetStatus.FAILED)
        .statusReason(reason)
        .executionStatus(ExecutionStatus.UNAVAILABLE)
        .changes(List.of());
  }

  /** What is known of a change set. */
  DescribeChangeSetResponse describe(DescribeChangeSetRequest request) {
    var set = require(request.stackName(), request.changeSetName());
    var page =
        Pages.of(
            set.said().changes(),
            request.nextToken(),
            change -> change.resourceChange().logicalResourceId());
    boolean values = Boolean.TRUE.equals(request.includePropertyValues());
    return set.said().toBuilder()
        .parameters(
            Parameters.shown(designs.template(set.operation().template()), set.said().parameters()))
        .changes(
            page.items().stream()
                .map(
                    change ->
                        values
                            ? change
                            : change.toBuilder()
                                .resourceChange(
                                    change.resourceChange().toBuilder()
                                        .beforeContext(null)
                                        .afterContext(null)
                                        .build())
                                .build())
                .toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  /** Does what a change set says. */
  void execute(ExecuteChangeSetRequest request) {
    var set = require(request.stackName(), request.changeSetName());
    var stack = stacks.byId(set.said().stackId()).orElseThrow();
    if (set.said().executionStatus() != ExecutionStatus.AVAILABLE) {
      throw AwsErrors.of(
          InvalidChangeSetStatusException.builder(),
          "InvalidChangeSetStatus",
          400,
          "ChangeSet ["
              + set.id()
              + "] cannot be executed in its current status of ["
              + set.said().statusAsString()
              + "]");
    }
    var operation = set.operation();
    var asked =
        new StackRecord.Operation(
            operation.id(),
            Demand.orEmpty(request.clientRequestToken()),
            operation.template(),
            operation.parameters(),
            operation.tags(),
            Boolean.TRUE.equals(request.disableRollback())
                ? StackRecord.OnFailure.DO_NOTHING
                : operation.onFailure());
    if (!set.creates()) {
      StackStates.requireUpdatable(stack);
    }
    forget(stack);
    var begun =
        stack.with(
            stack.stack().toBuilder()
                .changeSetId(set.id())
                .capabilities(set.said().capabilities())
                .disableRollback(Boolean.TRUE.equals(request.disableRollback()))
                .build());
    if (set.creates()) {
      begun = StackStates.created(begun, asked);
    }
    deployments.deploy(begun, asked, set.creates());
  }

  /** Takes a change set away; one that is not there is no error. */
  void delete(DeleteChangeSetRequest request) {
    byName(request.stackName(), request.changeSetName()).ifPresent(set -> sets.remove(set.id()));
  }

  /** Takes all change sets of {@code stack} away: what they would change is no longer so. */
  void forget(StackRecord stack) {
    of(stack).forEach(set -> sets.remove(set.id()));
  }

  List<ChangeSetSummary> list(StackRecord stack) {
    return of(stack).stream()
        .map(ChangeSetRecord::said)
        .map(
            said ->
                ChangeSetSummary.builder()
                    .stackId(said.stackId())
                    .stackName(said.stackName())
                    .changeSetId(said.changeSetId())
                    .changeSetName(said.changeSetName())
                    .executionStatus(said.executionStatus())
                    .status(said.status())
                    .statusReason(said.statusReason())
                    .creationTime(said.creationTime())
                    .description(said.description())
                    .includeNestedStacks(said.includeNestedStacks())
                    .importExistingResources(said.importExistingResources())
                    .build())
        .toList();
  }

  /** The template of a change set. */
  String template(String stackName, String changeSet) {
    return require(stackName, changeSet).operation().template();
  }

  private List<ChangeSetRecord> of(StackRecord stack) {
    return sets.stream().filter(set -> set.said().stackId().equals(stack.id())).toList();
  }

  private Optional<ChangeSetRecord> find(StackRecord stack, String name) {
    return of(stack).stream().filter(set -> set.said().changeSetName().equals(name)).findFirst();
  }

  private Optional<ChangeSetRecord> byName(String stackName, String nameOrId) {
    return sets.get(nameOrId)
        .or(
            () ->
                Optional.ofNullable(stackName)
                    .flatMap(stacks::find)
                    .flatMap(stack -> find(stack, nameOrId)));
  }

  private ChangeSetRecord require(String stackName, String nameOrId) {
    if (stackName != null && stacks.find(stackName).isEmpty()) {
      throw Invalid.because("Stack [" + stackName + "] does not exist");
    }
    return byName(stackName, nameOrId)
        .orElseThrow(
            () ->
                AwsErrors.of(
                    ChangeSetNotFoundException.builder(),
                    "ChangeSetNotFound",
                    404,
                    "ChangeSet [" + nameOrId + "] does not exist"));
  }
}
