package com.shangwellness.ops.deploy;

import java.util.Set;

/** What CloudFormation's stack statuses mean for somebody who wants to deploy. */
final class StackStatuses {
  private static final Set<String> NEVER_EXISTED = Set.of("", "DELETE_COMPLETE");
  private static final Set<String> NEVER_CAME_UP =
      Set.of("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED");
  private static final Set<String> GOOD =
      Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE", "DELETE_COMPLETE");

  private StackStatuses() {}

  /** No stack is there, or only the shell that an unexecuted first change set leaves. */
  static boolean isNew(String status) {
    return NEVER_EXISTED.contains(status) || status.equals("REVIEW_IN_PROGRESS");
  }

  /** CloudFormation can only delete it: it never came up, or its deletion came only half-way. */
  static boolean isUnusable(String status) {
    return NEVER_CAME_UP.contains(status) || status.equals("DELETE_FAILED");
  }

  /** How a stack got into an unusable status. */
  static String reason(String status) {
    return status.equals("DELETE_FAILED")
        ? "an earlier deletion came only half-way"
        : "its first creation failed";
  }

  /** What a failed step left standing has to be removed by a person. */
  static boolean leavesRemains(String status) {
    return status.equals("ROLLBACK_FAILED") || status.equals("DELETE_FAILED");
  }

  /** CloudFormation is at work on it. */
  static boolean isMoving(String status) {
    return status.endsWith("_IN_PROGRESS") && !status.equals("REVIEW_IN_PROGRESS");
  }

  /** Work has ended as it was meant to. */
  static boolean isGood(String status) {
    return GOOD.contains(status);
  }
}
