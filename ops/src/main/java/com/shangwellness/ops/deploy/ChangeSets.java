package com.shangwellness.ops.deploy;

import com.shangwellness.ops.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

/** Makes change sets, and throws away those that are not wanted. */
final class ChangeSets {
  // CloudFormation says "nothing to do" only in words, in one of these two ways.
  private static final List<String> NOTHING_TO_DO =
      List.of("didn't contain changes", "No updates are to be performed");

  private final CloudFormationClient cloudFormation;
  private final Waiting waiting;

  ChangeSets(CloudFormationClient cloudFormation, Waiting waiting) {
    this.cloudFormation = cloudFormation;
    this.waiting = waiting;
  }

  /** Creates a change set and waits until CloudFormation has worked out what it would do. */
  ChangeSet create(String stack, boolean creates, Consumer<CreateChangeSetRequest.Builder> what) {
    var request =
        CreateChangeSetRequest.builder()
            .stackName(stack)
            .changeSetName("shang-" + UUID.randomUUID())
            .changeSetType(creates ? ChangeSetType.CREATE : ChangeSetType.UPDATE)
            .capabilities(
                Capability.CAPABILITY_IAM,
                Capability.CAPABILITY_NAMED_IAM,
                Capability.CAPABILITY_AUTO_EXPAND);
    what.accept(request);
    var id = cloudFormation.createChangeSet(request.build()).id();
    var described = finished(stack, id);
    if (described.status() == ChangeSetStatus.FAILED) {
      discard(stack, id);
      if (saysNothingToDo(described)) {
        return new ChangeSet(stack, id, false, List.of());
      }
      throw Failure.failed(
          "stack " + stack + ": CloudFormation refuses the change: " + described.statusReason());
    }
    return new ChangeSet(stack, id, creates, changes(stack, id, described));
  }

  /** Begins the change. */
  void execute(ChangeSet changeSet) {
    cloudFormation.executeChangeSet(
        r ->
            r.stackName(changeSet.stack())
                .changeSetName(changeSet.id())
                .clientRequestToken(UUID.randomUUID().toString()));
  }

  /** Deletes a change set that will not be executed; one that is gone is no error. */
  void discard(String stack, String id) {
    cloudFormation.deleteChangeSet(r -> r.stackName(stack).changeSetName(id));
  }

  private DescribeChangeSetResponse finished(String stack, String id) {
    while (true) {
      var described = cloudFormation.describeChangeSet(r -> r.stackName(stack).changeSetName(id));
      if (described.status() == ChangeSetStatus.CREATE_COMPLETE
          || described.status() == ChangeSetStatus.FAILED) {
        return described;
      }
      waiting.pause();
    }
  }

  private static boolean saysNothingToDo(DescribeChangeSetResponse described) {
    var reason = Objects.requireNonNullElse(described.statusReason(), "");
    return NOTHING_TO_DO.stream().anyMatch(reason::contains);
  }

  private List<ResourceChange> changes(
      String stack, String id, DescribeChangeSetResponse firstPage) {
    var changes = new ArrayList<ResourceChange>();
    var page = firstPage;
    while (true) {
      page.changes().stream().map(Change::resourceChange).forEach(changes::add);
      var token = Optional.ofNullable(page.nextToken());
      if (token.isEmpty()) {
        return changes;
      }
      page =
          cloudFormation.describeChangeSet(
              r -> r.stackName(stack).changeSetName(id).nextToken(token.get()));
    }
  }
}
