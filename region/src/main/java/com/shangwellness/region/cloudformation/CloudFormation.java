package com.shangwellness.region.cloudformation;

import com.shangwellness.region.codec.AwsErrors;
import com.shangwellness.region.place.Ids;
import com.shangwellness.region.store.Store;
import com.shangwellness.region.timeline.Timeline;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.CancelUpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.CancelUpdateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetSummary;
import software.amazon.awssdk.services.cloudformation.model.ContinueUpdateRollbackRequest;
import software.amazon.awssdk.services.cloudformation.model.ContinueUpdateRollbackResponse;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Export;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateResponse;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryResponse;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListExportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListExportsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListImportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListImportsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.UpdateTerminationProtectionRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateTerminationProtectionResponse;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateResponse;

/**
 * AWS CloudFormation: stacks of resources, deployed from templates. A stack under way goes on by
 * itself; when the region starts again, it goes on from where it was.
 */
public final class CloudFormation implements CloudFormationClient {

  private final Stacks stacks;
  private final Designs designs;
  private final Deployments deployments;
  private final ChangeSets changeSets;
  private final Preparation preparation;
  private final Planner planner;
  private final TemplateSource source;
  private final StackReader reader;

  /**
   * The CloudFormation of one region, which carries on with what was under way.
   *
   * @param around the services that templates look things up in
   * @param types the resource types that stacks may use
   */
  public CloudFormation(
      Surroundings around, Timeline timeline, Store store, Ids ids, ResourceTypes types) {
    var place = around.place();
    var schemas = new Schemas();
    this.stacks = new Stacks(place, store, timeline, ids);
    this.designs = new Designs(around, stacks, schemas, new TemplateCheck(types, schemas));
    this.deployments = new Deployments(store, timeline, ids, stacks, types, around, designs);
    this.planner = new Planner(stacks, types, designs);
    this.preparation = new Preparation(place, timeline, ids, designs, new Parameters(around.ssm()));
    this.source = new TemplateSource(around.s3());
    this.changeSets =
        new ChangeSets(
            place,
            store,
            timeline,
            ids,
            stacks,
            planner,
            preparation,
            source,
            designs,
            deployments);
    this.reader = new StackReader(stacks, designs);
    deployments.carryOn();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // The store is not this service's to close, and nothing else is open.
  }

  // ---- stacks

  @Override
  public CreateStackResponse createStack(CreateStackRequest request) {
    if (request.stackName() != null && stacks.find(request.stackName()).isPresent()) {
      throw AwsErrors.of(
          AlreadyExistsException.builder(),
          "AlreadyExistsException",
          400,
          "Stack [" + request.stackName() + "] already exists");
    }
    var said =
        preparation.newStack(request.stackName()).toBuilder()
            .roleARN(request.roleARN())
            .notificationARNs(request.notificationARNs())
            .capabilities(request.capabilities())
            .timeoutInMinutes(request.timeoutInMinutes())
            .rollbackConfiguration(request.rollbackConfiguration())
            .disableRollback(Boolean.TRUE.equals(request.disableRollback()))
            .enableTerminationProtection(Boolean.TRUE.equals(request.enableTerminationProtection()))
            .build();
    var stack = new StackRecord(said, "", List.of(), StackRecord.Operation.NONE);
    var operation = preparation.operation(Demand.of(request, source), stack);
    var unused = planner.plan(stack, operation);
    deployments.deploy(StackStates.created(stack, operation), operation, true);
    return CreateStackResponse.builder().stackId(stack.id()).build();
  }

  @Override
  public UpdateStackResponse updateStack(UpdateStackRequest request) {
    var stack =
        stacks
            .find(request.stackName())
            .orElseThrow(
                () -> Invalid.because("Stack [" + request.stackName() + "] does not exist"));
    StackStates.requireUpdatable(stack);
    var operation = preparation.operation(Demand.of(request, source, stack), stack);
    if (!planner.plan(stack, operation).anything()) {
      throw Invalid.because("No updates are to be performed.");
    }
    changeSets.forget(stack);
    deployments.deploy(stack, operation, false);
    return UpdateStackResponse.builder().stackId(stack.id()).build();
  }

  /** {@inheritDoc} Deleting a stack that does not exist succeeds, as in AWS. */
  @Override
  public DeleteStackResponse deleteStack(DeleteStackRequest request) {
    var found = stacks.find(request.stackName()).filter(stack -> !stack.deleted());
    if (found.isEmpty()) {
      return DeleteStackResponse.builder().build();
    }
    var stack = found.get();
    if (Boolean.TRUE.equals(stack.stack().enableTerminationProtection())) {
      throw Invalid.because(
          "Stack [" + stack.name() + "] cannot be deleted while TerminationProtection is enabled");
    }
    if (stack.status() == StackStatus.DELETE_IN_PROGRESS) {
      return DeleteStackResponse.builder().build();
    }
    if (stack.busy() && stack.status() != StackStatus.CREATE_IN_PROGRESS) {
      throw Invalid.because(
          "Stack ["
              + stack.id()
              + "] cannot be deleted while in status "
              + stack.stack().stackStatusAsString());
    }
    if (!request.retainResources().isEmpty() && stack.status() != StackStatus.DELETE_FAILED) {
      throw Invalid.because(
          "Invalid operation on stack ["
              + stack.id()
              + "]. When you delete a stack, specify which resources to retain only when the stack"
              + " is in the DELETE_FAILED state.");
    }
    changeSets.forget(stack);
    deployments.delete(
        stack, Demand.orEmpty(request.clientRequestToken()), Set.copyOf(request.retainResources()));
    return DeleteStackResponse.builder().build();
  }

  @Override
  public ContinueUpdateRollbackResponse continueUpdateRollback(
      ContinueUpdateRollbackRequest request) {
    var stack = reader.require(request.stackName());
    if (stack.status() != StackStatus.UPDATE_ROLLBACK_FAILED) {
      throw Invalid.because(
          "Stack:"
              + stack.id()
              + " is in "
              + stack.stack().stackStatusAsString()
              + " state and can not continue rollback.");
    }
    deployments.continueRollback(
        stack, Demand.orEmpty(request.clientRequestToken()), request.resourcesToSkip());
    return ContinueUpdateRollbackResponse.builder().build();
  }

  @Override
  public CancelUpdateStackResponse cancelUpdateStack(CancelUpdateStackRequest request) {
    var stack = reader.require(request.stackName());
    if (stack.status() != StackStatus.UPDATE_IN_PROGRESS) {
      throw Invalid.because("CancelUpdateStack cannot be called from current stack status");
    }
    deployments.cancelUpdate(stack);
    return CancelUpdateStackResponse.builder().build();
  }

  @Override
  public UpdateTerminationProtectionResponse updateTerminationProtection(
      UpdateTerminationProtectionRequest request) {
    var stack = reader.require(request.stackName());
    stacks.put(
        stack.with(
            stack.stack().toBuilder()
                .enableTerminationProtection(request.enableTerminationProtection())
                .build()));
    return UpdateTerminationProtectionResponse.builder().stackId(stack.id()).build();
  }

  // ---- change sets

  @Override
  public CreateChangeSetResponse createChangeSet(CreateChangeSetRequest request) {
    var set = changeSets.create(request);
    return CreateChangeSetResponse.builder().id(set.id()).stackId(set.said().stackId()).build();
  }

  @Override
  public DescribeChangeSetResponse describeChangeSet(DescribeChangeSetRequest request) {
    return changeSets.describe(request);
  }

  @Override
  public ExecuteChangeSetResponse executeChangeSet(ExecuteChangeSetRequest request) {
    changeSets.execute(request);
    return ExecuteChangeSetResponse.builder().build();
  }

  @Override
  public DeleteChangeSetResponse deleteChangeSet(DeleteChangeSetRequest request) {
    changeSets.delete(request);
    return DeleteChangeSetResponse.builder().build();
  }

  @Override
  public ListChangeSetsResponse listChangeSets(ListChangeSetsRequest request) {
    var page =
        Pages.of(
            changeSets.list(reader.require(request.stackName())),
            request.nextToken(),
            ChangeSetSummary::changeSetId);
    return ListChangeSetsResponse.builder()
        .summaries(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  // ---- templates

  @Override
  public GetTemplateResponse getTemplate(GetTemplateRequest request) {
    var text =
        request.changeSetName() == null
            ? reader.require(request.stackName()).template()
            : changeSets.template(request.stackName(), request.changeSetName());
    return GetTemplateResponse.builder()
        .templateBody(text)
        .stagesAvailable(TemplateStage.ORIGINAL, TemplateStage.PROCESSED)
        .build();
  }

  @Override
  public GetTemplateSummaryResponse getTemplateSummary(GetTemplateSummaryRequest request) {
    var text =
        request.stackName() == null
            ? source.text(request.templateBody(), request.templateURL(), "")
            : reader.require(request.stackName()).template();
    return TemplateSummary.of(designs.template(text), designs.schemas());
  }

  @Override
  public ValidateTemplateResponse validateTemplate(ValidateTemplateRequest request) {
    return TemplateSummary.validated(
        designs.template(source.text(request.templateBody(), request.templateURL(), "")));
  }

  // ---- what is there

  @Override
  public DescribeStacksResponse describeStacks(DescribeStacksRequest request) {
    var found =
        request.stackName() == null
            ? stacks.present().toList()
            : List.of(reader.require(request.stackName()));
    var page = Pages.of(found, request.nextToken(), StackRecord::id);
    return DescribeStacksResponse.builder()
        .stacks(page.items().stream().map(reader::shown).toList())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public ListStacksResponse listStacks(ListStacksRequest request) {
    var wanted = request.stackStatusFilters();
    var page =
        Pages.of(
            stacks
                .all()
                .filter(stack -> wanted.isEmpty() || wanted.contains(stack.status()))
                .map(StackReader::summary)
                .toList(),
            request.nextToken(),
            StackSummary::stackId);
    return ListStacksResponse.builder()
        .stackSummaries(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public DescribeStackEventsResponse describeStackEvents(DescribeStackEventsRequest request) {
    var stack =
        stacks
            .find(request.stackName())
            .orElseThrow(
                () -> Invalid.because("Stack [" + request.stackName() + "] does not exist"));
    var page = Pages.of(stacks.events(stack.id()), request.nextToken(), StackEvent::eventId);
    return DescribeStackEventsResponse.builder()
        .stackEvents(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public DescribeStackResourcesResponse describeStackResources(
      DescribeStackResourcesRequest request) {
    var stack = request.stackName() == null ? owner(request) : reader.require(request.stackName());
    return DescribeStackResourcesResponse.builder()
        .stackResources(
            reader.resources(stack).stream()
                .filter(
                    r ->
                        request.logicalResourceId() == null
                            || r.logicalResourceId().equals(request.logicalResourceId()))
                .toList())
        .build();
  }

  private StackRecord owner(DescribeStackResourcesRequest request) {
    return stacks
        .present()
        .filter(
            stack ->
                stacks.live(stack.id()).stream()
                    .anyMatch(r -> r.now().id().equals(request.physicalResourceId())))
        .findFirst()
        .orElseThrow(
            () -> Invalid.because("Stack for " + request.physicalResourceId() + " does not exist"));
  }

  @Override
  public DescribeStackResourceResponse describeStackResource(DescribeStackResourceRequest request) {
    var stack = reader.require(request.stackName());
    return DescribeStackResourceResponse.builder()
        .stackResourceDetail(reader.detail(stack, request.logicalResourceId()))
        .build();
  }

  @Override
  public ListStackResourcesResponse listStackResources(ListStackResourcesRequest request) {
    var page =
        Pages.of(
            reader.summaries(reader.require(request.stackName())),
            request.nextToken(),
            resource -> resource.logicalResourceId() + "/" + resource.physicalResourceId());
    return ListStackResourcesResponse.builder()
        .stackResourceSummaries(page.items())
        .nextToken(page.nextOrNull())
        .build();
  }

  @Override
  public ListExportsResponse listExports(ListExportsRequest request) {
    var page = Pages.of(reader.exports(), request.nextToken(), Export::name);
    return ListExportsResponse.builder().exports(page.items()).nextToken(page.nextOrNull()).build();
  }

  @Override
  public ListImportsResponse listImports(ListImportsRequest request) {
    var names = stacks.importers(request.exportName()).stream().map(StackRecord::name).toList();
    if (names.isEmpty()) {
      throw Invalid.because("Export '" + request.exportName() + "' is not imported by any stack.");
    }
    var page = Pages.of(names, request.nextToken(), Function.identity());
    return ListImportsResponse.builder().imports(page.items()).nextToken(page.nextOrNull()).build();
  }
}
