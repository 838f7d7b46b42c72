package com.shangwellness.ops.assembly;

/**
 * Where a stack goes.
 *
 * @param account twelve digits
 * @param region such as {@code ap-south-1}
 */
public record Place(String account, String region) {
  /** Fills the placeholders that the CDK leaves in names and ARNs. */
  public String fill(String text) {
    return text.replace("${AWS::Partition}", "aws")
        .replace("${AWS::AccountId}", account)
        .replace("${AWS::Region}", region);
  }

  @Override
  public String toString() {
    return account + "/" + region;
  }
}
