package com.shangwellness.region.cloudformation;

import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;

/**
 * A change set, as it is kept.
 *
 * @param said what DescribeChangeSet says of it
 * @param operation what executing it does
 * @param creates whether the stack is new
 */
record ChangeSetRecord(
    DescribeChangeSetResponse said, StackRecord.Operation operation, boolean creates) {

  String id() {
    return said.changeSetId();
  }

  ChangeSetRecord with(DescribeChangeSetResponse other) {
    return new ChangeSetRecord(other, operation, creates);
  }
}
